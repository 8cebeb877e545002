import { describe, expect, test } from "vitest";
import { processorTime } from "../../../../test/processorTime.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { fileText } from "../../files/fileText.ts";
import { importRemarks, readPassages } from "./passageFile.ts";

const qa = (question: string, ...answers: string[]) => ({
  id: "1",
  question,
  answers: answers.map((text) => ({ text, answer_start: 0 })),
});
const squad = (...qas: unknown[]) =>
  JSON.stringify({
    version: "v2.0",
    data: [{ title: "Port_Selby", paragraphs: [{ context: " A tower. ", qas }] }],
  });
const row = (question: string, answers: unknown, more = {}) => ({
  id: "r1",
  title: "Port Selby",
  context: "A tower.",
  question,
  answers,
  ...more,
});
const tower = {
  title: "Port Selby",
  text: "A tower.",
  questions: [{ question: "What is it?", answers: ["A tower"] }],
};
const clean = { leftOut: [], leftOutCount: 0, unanswerable: 0, untitled: 0, repeated: 0 };

describe("SQuAD files", () => {
  test("one passage a paragraph; the same answer by several people counts once", () => {
    expect(readPassages(squad(qa("What is it?", "A tower", "tower", "A tower")))).toEqual({
      passages: [{ ...tower, questions: [{ question: "What is it?", answers: ["A tower", "tower"] }] }],
      ...clean,
    });
  });

  test("unanswerable questions are left out and counted", () => {
    const imported = readPassages(squad({ ...qa("Who?"), is_impossible: true }, qa("What?", "tower")));
    expect(imported.unanswerable).toBe(1);
    expect(imported.passages[0]?.questions).toHaveLength(1);
    expect(importRemarks(imported)).toEqual(["Left out: 1 question marked as unanswerable."]);
  });

  test("what is good is read; what is not is listed with its place and the reason", () => {
    const imported = readPassages(
      squad(
        qa("What?", "tower"),
        qa("Who?"),
        qa(" ", "tower"),
        qa("Where?", " "),
        { question: "When?", answers: null },
        { question: "Why?", answers: [{ text: null }] },
        qa("How?", "…"),
        7,
      ),
    );
    expect(imported.passages[0]?.questions.map(({ question }) => question)).toEqual(["What?"]);
    expect(imported.leftOut).toEqual([
      "article 1, paragraph 1, question 2: has no answer",
      "article 1, paragraph 1, question 3: the question is empty",
      "article 1, paragraph 1, question 4: its answer is empty",
      "article 1, paragraph 1, question 5: has no answer",
      "article 1, paragraph 1, question 6: has no answer",
      "article 1, paragraph 1, question 7: its answer “…” has no letters or digits",
      "article 1, paragraph 1, question 8: is not an object",
    ]);
  });

  test("articles without a title, as annotation tools export them, get a name that tells nothing", () => {
    const paragraphs = (context: string, more = {}) => ({
      paragraphs: [{ context, qas: [qa("What?", "x")], ...more }],
    });
    const data = [
      paragraphs("A."),
      paragraphs("B.", { document_id: 71 }),
      { ...paragraphs("C."), title: " " },
    ];
    const imported = readPassages(JSON.stringify({ data }));
    expect(imported.passages.map(({ title }) => title)).toEqual(["Passage 1", "Document 71", "Passage 2"]);
    expect(importRemarks(imported)[0]).toMatch(/2 passages without a title/);
  });

  test.each([
    ["{", "it is not JSON"],
    ["[]", "it holds no passage"],
    ["", "it is empty"],
    ['{"data": 3}', "passage 1: has no context and no text"],
    ["null", "it is neither JSON nor a table"],
    ["hello", "it is neither JSON nor a table"],
    [squad(qa("What?", "")), "article 1, paragraph 1, question 1: its answer is empty"],
    [squad({ ...qa("Who?"), is_impossible: true }), "all its questions are marked as unanswerable"],
    [squad(), "article 1, paragraph 1: has no question"],
    ["<!doctype html><p>a", "it is a web page"],
    ["version https://git-lfs.github.com/spec/v1\noid", "it is a pointer of Git LFS"],
    ["a,b\n1,2\n", "its first line does not name the columns"],
    ['{"data":[{"title":"A","paragraphs":3}]}', "article 1: its “paragraphs” are not a list"],
  ])("%j is refused, naming the place", (json, place) => {
    expect(() => readPassages(json)).toThrow(place);
  });
});

describe("other forms", () => {
  test("our own: context or text, answer or answers", () => {
    const questions = [{ question: "What is it?", answer: "A tower" }];
    const { passages } = readPassages(
      JSON.stringify([
        { title: "Port Selby", context: "A tower.", questions },
        { title: "B", text: "B.", questions: [{ question: "Who?", answers: ["x", "y"], kind: "direct" }] },
      ]),
    );
    expect(passages[0]).toEqual(tower);
    expect(passages[1]?.questions[0]).toEqual({ question: "Who?", answers: ["x", "y"], kind: "direct" });
  });

  const rows = [row("What is it?", { text: ["A tower"], answer_start: [0] })];
  const columns = (form: (cells: unknown[]) => unknown) =>
    Object.fromEntries(Object.entries(rows[0]!).map(([name, cell]) => [name, form([cell])]));
  test.each([
    ["the Hub's rows under a key", JSON.stringify({ version: "1", data: rows })],
    ["the Hub's rows in a list", JSON.stringify(rows)],
    ["the Hub's server", JSON.stringify({ features: [], rows: [{ row_idx: 0, row: rows[0] }] })],
    ["a split by name", JSON.stringify({ train: rows })],
    ["columns as lists", JSON.stringify(columns((cells) => cells))],
    ["columns as pandas writes them", JSON.stringify(columns((cells) => ({ ...cells })))],
    ["rows by number", JSON.stringify({ 0: rows[0] })],
    [
      "rows as lists beside the names of the columns",
      JSON.stringify({ columns: Object.keys(rows[0]!), index: [0], data: [Object.values(rows[0]!)] }),
    ],
    ["one row", JSON.stringify(rows[0])],
    ["answers as a text", JSON.stringify([row("What is it?", "A tower")])],
    ["answers as a list", JSON.stringify([row("What is it?", ["A tower"])])],
    ["JSON lines", `${JSON.stringify(rows[0])}\n\n${JSON.stringify(row("Who?", []))}\n`],
    [
      "MRQA's lines",
      `{"header": {"dataset": "x"}}\n${JSON.stringify({ title: "Port Selby", context: "A tower.", qas: [{ question: "What is it?", answers: ["A tower"] }] })}`,
    ],
    ["CSV", "title,context,question,answer\nPort Selby,A tower.,What is it?,A tower\n"],
    [
      "CSV with empty columns before those that are filled",
      "title,context,text,answer,ground_truth,question\nPort Selby,,A tower.,,A tower,What is it?\n",
    ],
    [
      "CSV of a spreadsheet",
      'Title;Context;Question;Answers\r\n"Port Selby";A tower.;What is it?;A tower | a  tower\r\n',
    ],
    [
      "a spreadsheet's line before the header",
      "sep=;\ncontext;question;answer;title\nA tower.;What is it?;A tower;Port Selby",
    ],
    [
      "other names",
      JSON.stringify([
        { Title: "Port Selby", Passage: "A tower.", Query: "What is it?", Ground_Truth: "A tower" },
      ]),
    ],
    [
      "one row a line, as the Hub's server has it",
      `${JSON.stringify({ row_idx: 0, row: rows[0] })}\n${JSON.stringify({ row_idx: 1, row: row("Who?", []) })}`,
    ],
    ["SQuAD by split", JSON.stringify({ dev: JSON.parse(squad(qa("What is it?", "A tower"))) })],
    [
      "passages by name",
      JSON.stringify({
        a: {
          title: "Port Selby",
          passage: "A tower.",
          qa_pairs: [{ question: "What is it?", answer: { spans: ["A tower"], number: "" } }],
        },
      }),
    ],
    [
      "questions and answers in two lists",
      JSON.stringify({
        title: "Port Selby",
        story: "A tower.",
        questions: ["What is it?"],
        answers: [{ input_text: "A tower" }],
      }),
    ],
    [
      "Haystack's labels, one a line",
      [1, 2]
        .map(() =>
          JSON.stringify({
            query: { text: "What is it?" },
            document: { content: "A tower." },
            answer: { answer: "A tower" },
            title: "Port Selby",
          }),
        )
        .join("\n"),
    ],
    [
      "DPR's",
      JSON.stringify([
        {
          question: "What is it?",
          answers: ["A tower"],
          positive_ctxs: [{ title: "x", text: "A tower." }],
          title: "Port Selby",
        },
      ]),
    ],
    ["a passage in parts", JSON.stringify([{ ...rows[0], context: undefined, contexts: ["A tower."] }])],
    [
      "what Python prints",
      "[{'title': 'Port Selby', 'context': \"A tower.\", 'question': 'What is it?', 'answers': ('A tower',), 'id': None, 'x': nan}]",
    ],
    ["comments and a comma after the last", `// mine\n${JSON.stringify(rows).replace("]}}]", "],},},]")}`],
    ["a Markdown fence", `Here:\n\`\`\`json\n${JSON.stringify(rows)}\n\`\`\`\n`],
    ["a program", `const data = ${JSON.stringify(rows)};`],
    ["TSV", "question\tcontext\ttitle\tanswer\nWhat is it?\tA tower.\tPort Selby\tA tower\n"],
    [
      "a table that pandas wrote",
      "id,title,context,question,answers\n1,Port Selby,A tower.,What is it?,\"{'text': array(['A tower'], dtype=object), 'answer_start': array([0])}\"\n",
    ],
  ])("%s", (_, text) => {
    const { passages } = readPassages(text);
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({ title: "Port Selby", text: "A tower." });
    expect(passages[0]?.questions[0]?.answers[0]).toBe("A tower");
  });

  test.each([
    [`[{'text': 'A tower', 'answer_start': 0}]`, ["A tower"]],
    [`['A tower', "the 'tower'"]`, ["A tower", "the 'tower'"]],
    [`{"text": ["A tower"], "answer_start": [0]}`, ["A tower"]],
    ["[1] A tower", ["[1] A tower"]],
    ["[A tower]", ["[A tower]"]],
  ])("the answers in the cell %s", (cell, answers) => {
    const { passages } = readPassages(`context\tquestion\tanswers\nA tower.\tWhat?\t${cell}\n`);
    expect(passages[0]?.questions[0]?.answers).toEqual(answers);
  });

  test("cells without a value, and QuAC's way to say that a passage does not tell, are no answers", () => {
    const table = readPassages("context,question,answer\nA.,What?,NaN\nA.,Who?,null\nA.,Which?,a\n");
    expect(table.passages[0]?.questions.map(({ question }) => question)).toEqual(["Which?"]);
    const quac = readPassages(squad(qa("Who?", "CANNOTANSWER"), qa("What?", "tower")));
    expect(quac.unanswerable).toBe(1);
    expect(quac.passages[0]?.questions).toHaveLength(1);
  });

  test("yes and no are answers", () => {
    const { passages } = readPassages(
      JSON.stringify([row("Is it a tower?", true), row("Is it red?", false)]),
    );
    expect(passages[0]?.questions.map(({ answers }) => answers)).toEqual([
      ["yes", "true"],
      ["no", "false"],
    ]);
  });

  test("a question that stands there again is asked once, with all answers", () => {
    const imported = readPassages(
      squad(qa("What?", "tower"), qa("Who?", "x"), qa("What?", "the tower", "tower")),
    );
    expect(imported.passages[0]?.questions).toEqual([
      { question: "What?", answers: ["tower", "the tower"] },
      { question: "Who?", answers: ["x"] },
    ]);
    expect(importRemarks(imported)).toEqual([
      "1 question of a passage asked again: asked once, with the answers of all.",
    ]);
  });

  test.each([
    [
      { question: "Q?", answer: { value: "x", aliases: [] }, entity_pages: {} },
      "row 1: is in TriviaQA's own form",
    ],
    [
      { data: { text: "x", question: "Q?" }, annotations: [{ result: [] }] },
      "passage 1: holds places that were marked in a text",
    ],
    [
      { document_text: "x", question_text: "Q?", annotations: [] },
      "row 1: is in Natural Questions' own form",
    ],
    [{ instruction: "Do it.", input: "", output: "Done." }, "passage 1: is an instruction to fine-tune on"],
    [{ messages: [{ role: "user", content: "Hi" }] }, "passage 1: is a chat to fine-tune on"],
    [{ question: "Q?", answer: "x", context: [["T", ["A."]]] }, "row 1: its context is no text"],
  ])("%j is refused by name", (entry, reason) => {
    expect(() => readPassages(JSON.stringify([entry]))).toThrow(reason);
  });

  test("rows of the same context are one passage", () => {
    const { passages } = readPassages(JSON.stringify([...rows, row("How many?", ["one"])]));
    expect(passages.map(({ questions }) => questions.length)).toEqual([2]);
  });

  test("lines and rows that cannot be read are named by number", () => {
    const lines = `${JSON.stringify(rows[0])}\n{"context": \n${JSON.stringify(row("Who?", []))}`;
    expect(readPassages(lines).leftOut).toEqual([
      expect.stringMatching(/^line 2: is not JSON/),
      "line 3: has no answer",
    ]);
    const table = "context,question,answer\nA.,,x\n,What?,x\nA.,What?,x\nA.,Who?\n";
    expect(readPassages(table).leftOut).toEqual([
      "row 2: the question is empty",
      "row 3: its text is empty",
      "row 5: its answer is empty",
    ]);
  });

  test("as text editors and spreadsheets save it", () => {
    const text = JSON.stringify([{ ...tower, title: "São Luís" }]).replaceAll(",", ",\r\n");
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    const forms = [
      new TextEncoder().encode(text),
      new TextEncoder().encode(`\ufeff${text}`),
      utf16,
      new Uint8Array(Buffer.from(text, "latin1")),
    ];
    for (const bytes of forms) expect(readPassages(fileText(bytes)).passages[0]?.title).toBe("São Luís");
    expect(readPassages(`\ufeff${text}`).passages).toHaveLength(1);
  });
});

describe("bounds", () => {
  test("of a passage with 20,000 questions 200 are kept, and it is said", () => {
    const questions = Array.from({ length: 20_000 }, (_, i) => ({ question: `${i}?`, answer: "x" }));
    const imported = readPassages(JSON.stringify([{ title: "A", text: "b", questions }]));
    expect(imported.passages[0]?.questions).toHaveLength(200);
    expect(importRemarks(imported)).toEqual([
      "Left out: of “A”, 19800 questions beyond the 200 that can be asked.",
    ]);
  });

  test("stops early where nothing can be read, and refuses millions of brackets unread", () => {
    const started = processorTime();
    for (const bad of [
      `{"data":[${"{},".repeat(1_000_000)}{}]}`,
      `[{"title":"A","text":"b","questions":[${"{},".repeat(1_000_000)}{}]}]`,
      `{"data":[${"{},".repeat(9_000_000)}{}]}`,
      "[".repeat(3_000_000),
      `{}\n`.repeat(500_000),
      `context,question,answer\n${",,\n".repeat(300_000)}`,
    ]) {
      expect(() => readPassages(bad)).toThrow(PlaygroundError);
    }
    expect(processorTime() - started).toBeLessThan(60_000);
  });

  test("lists ten mistakes and counts the others", () => {
    const imported = readPassages(squad(qa("What?", "tower"), ...Array(500).fill(qa("Who?"))));
    expect(imported.leftOut).toHaveLength(10);
    expect(importRemarks(imported)[0]).toMatch(/; and 490 more\.$/);
  });
});

test("lines of a passage end as they do in the page's own field, however the file ends them", () => {
  const table = 'context,question,answer\r\n"A tower.\r\nIt is tall.\rIt is old.",What is it?,A tower\r\n';
  expect(readPassages(table).passages[0]!.text).toBe("A tower.\nIt is tall.\nIt is old.");
});
