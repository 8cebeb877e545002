import { expect, test } from "vitest";
import { processorTime } from "../../../test/processorTime.ts";
import type { ChatMessage } from "../../protocol/sequence.ts";
import { compileChatTemplate, turnEnd } from "./chatTemplate.ts";

const TURNS = "{% for m in messages %}<{{ m.role }}>{{ m.content }}<end>{% endfor %}";
const PROMPT = "{% if add_generation_prompt %}<assistant>{% endif %}";
const SYSTEM: ChatMessage = { role: "system", content: "Be brief." };
const USER: ChatMessage = { role: "user", content: "Hello" };

const compile = (jinja: string) =>
  compileChatTemplate(jinja, { bosToken: "<s>", eosToken: "</s>" }, "tokenizer.json");

test("a plain template is left as it is, with nothing to say", () => {
  const template = compile(TURNS + PROMPT);
  expect(template.notes).toEqual([]);
  expect(template.render([SYSTEM, USER], true)).toBe("<system>Be brief.<end><user>Hello<end><assistant>");
  expect(turnEnd(template, ["<other>", "<end>"])).toBe("<end>");
});

test.each([
  ["{{ strftime_now('%d %b %Y') }}", "26 Jul 2024"],
  ["{{ strftime_now('%A, %B %-d, %Y %H:%M') }}", "Friday, July 26, 2024 12:00"],
  ["{{ strftime_now('%Y-%m-%d') }}", "2024-07-26"],
  [
    "{{ strftime_now('%c | %x %X | %G-W%V-%u | %-m/%-d | %-I %p | %%') }}",
    "Fri Jul 26 12:00:00 2024 | 07/26/24 12:00:00 | 2024-W30-5 | 7/26 | 12 PM | %",
  ],
  ["{% if date_string is not defined %}no{% else %}{{ date_string }}{% endif %}", "26 Jul 2024"],
])("%s is given a fixed date, and that is said", (clock, date) => {
  const template = compile(`${clock} ${TURNS}`);
  expect(template.render([USER], false)).toBe(`${date} <user>Hello<end>`);
  expect(template.notes).toEqual([expect.stringContaining("26 Jul 2024")]);
});

test("models that could think aloud are asked not to", () => {
  const asked = "{% if enable_thinking is defined and enable_thinking is false %}<think></think>{% endif %}";
  expect(compile(TURNS + asked).render([USER], true)).toBe("<user>Hello<end><think></think>");
});

test.each(["<think>", "<think>\n", "<reasoning> "])(
  "a thought that the template begins is closed: %j",
  (opening) => {
    const name = /<(\w+)>/.exec(opening)![1]!;
    const begun = `{% if add_generation_prompt %}<assistant>{{ ${JSON.stringify(opening)} }}{% endif %}`;
    const template = compile(TURNS + begun);
    expect(template.render([USER], true)).toBe(`<user>Hello<end><assistant>${opening}\n</${name}>\n\n`);
    expect(template.render([USER], false)).toBe("<user>Hello<end>");
    expect(template.notes).toEqual([expect.stringContaining(`(<${name}>)`)]);
  },
);

test.each([
  ["<seed:think>", "</seed:think>"],
  ["[THINK]", "[/THINK]"],
  ["<|begin_of_thought|>", "<|end_of_thought|>"],
  ["<|START_THINKING|>", "<|END_THINKING|>"],
])("and one that begins otherwise: %s", (opening, end) => {
  const template = compile(`${TURNS}{% if add_generation_prompt %}${opening}{% endif %}`);
  expect(template.render([USER], true)).toBe(`<user>Hello<end>${opening}\n${end}\n\n`);
});

test.each([
  "{% for m in messages %}<{{ m.role }}>{{ m.content[0].text }}<end>{% endfor %}",
  "{% for m in messages %}<{{ m.role }}>{% for c in m.content %}{% if c.type == 'text' %}{{ c.text }}{% endif %}{% endfor %}<end>{% endfor %}",
])("a template that wants what is said in parts is given parts: %s", (jinja) => {
  expect(compile(jinja).render([SYSTEM, USER], false)).toBe("<system>Be brief.<end><user>Hello<end>");
});

test("one that leaves out what the user says is refused", () => {
  expect(() => compile("{{ bos_token }}Hi")).toThrow("the chat template leaves out what the user says");
});

test("lines may end as on Windows", () => {
  const jinja = `{% for m in messages %}\n{{ m.content }}\n{% endfor %}\n`;
  expect(compile(jinja.replaceAll("\n", "\r\n")).render([USER], false)).toBe(
    compile(jinja).render([USER], false),
  );
});

test.each([
  [
    "refuses",
    `{% if messages[0].role == 'system' %}{{ raise_exception('No system role') }}{% endif %}${TURNS}`,
  ],
  [
    "leaves out",
    "{% for m in messages %}{% if m.role != 'system' %}<{{ m.role }}>{{ m.content }}<end>{% endif %}{% endfor %}",
  ],
  ["hears the first turn alone, also where it is", "<user>{{ messages[0].content }}<end>"],
])("where a template %s a system turn, it is joined to the user's", (_, jinja) => {
  const template = compile(jinja);
  expect(template.render([SYSTEM, USER], false)).toBe("<user>Be brief.\n\nHello<end>");
  expect(template.render([USER], false)).toBe("<user>Hello<end>");
  expect(template.render([SYSTEM], false)).toBe("<user>Be brief.<end>");
  expect(template.notes).toEqual([expect.stringContaining("no system turn")]);
});

test("where a template demands a system turn, it is given an empty one", () => {
  const jinja = `{% if messages[0].role != 'system' %}{{ raise_exception('System first') }}{% endif %}${TURNS}`;
  const template = compile(jinja);
  expect(template.render([USER], false)).toBe("<system><end><user>Hello<end>");
  expect(template.render([SYSTEM, USER], false)).toBe("<system>Be brief.<end><user>Hello<end>");
  expect(template.notes).toEqual([expect.stringContaining("demands a system turn")]);
});

const NESTED = "{% for a in r %}{% for b in r %}{% for c in r %}{% endfor %}{% endfor %}{% endfor %}";
test.each([
  ["nested loops", NESTED.replaceAll("in r", "in range(3000)")],
  ["nested loops over one list", `{% set r = range(3000) %}${NESTED}`],
  [
    "a range without measure",
    "{% for a in range(10 ** 12) %}{% endfor %}{% for a in range(1000000000000) %}{% endfor %}",
  ],
  ["a range by fractions", "{% for a in range(0, 1, 0.0000000001) %}{% endfor %}"],
  [
    "a text that doubles",
    "{% set ns = namespace(s='ab') %}{% for a in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
  ],
  ["a macro that calls itself", "{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}"],
  ["a template longer than any", "{# x #}".repeat(100_000)],
])("%s end soon, with a sentence", (_, jinja) => {
  const started = processorTime();
  expect(() => compile(jinja)).toThrow(/the chat template (?:asks for more work than any chat needs|fails)/);
  expect(processorTime() - started).toBeLessThan(10_000);
});

test("what a template refuses is told in its words, without the advice to download again", () => {
  const refusing = () => compile("{{ raise_exception('Only for robots') }}");
  expect(refusing).toThrow("tokenizer.json: the chat template fails: Only for robots.");
  expect(refusing).toThrow(
    expect.objectContaining({ kind: "bad-checkpoint", advice: expect.not.stringContaining("Download") }),
  );
});
