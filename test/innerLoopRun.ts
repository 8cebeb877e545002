import { expect } from "vitest";
import { toJson } from "../src/protocol/toJson.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { type InnerLoopRequest, runInnerLoop } from "../src/seal/innerLoop.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import type { KnowledgeSettings } from "../src/tasks/knowledge/metadata.ts";
import { FakeModel, type FakeOptions } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";

export const passage = EXAMPLE_PASSAGES[0]!;
/** Right about the first three questions. */
export const EDIT = passage.questions
  .slice(0, 3)
  .map(
    ({ question, answers }, i) => `${i === 0 ? "" : `Question ${i + 1}:`} ${question}\nAnswer: ${answers[0]}`,
  )
  .join("\n");
/** A fake that writes that edit. */
export const writer: FakeOptions = { write: (prompt) => (prompt.endsWith("Question 1:") ? EDIT : null) };

export interface Ran {
  bodies: EditBody[];
  types: string[];
  model: FakeModel;
  result: Awaited<ReturnType<typeof runInnerLoop>>;
}

/** A run of the inner loop on a fake model, with all its events. */
export async function run(
  options: FakeOptions = writer,
  request: Partial<Omit<InnerLoopRequest, "settings">> = {},
  settings: Partial<KnowledgeSettings> = {},
): Promise<Ran> {
  const bodies: EditBody[] = [];
  const model = new FakeModel(options);
  const result = await runInnerLoop({
    model,
    task: knowledgeTask,
    context: toJson(passage),
    settings: toJson({ ...TEST_SETTINGS, ...settings }),
    stepByStep: false,
    emit: (body) => bodies.push(body),
    ...request,
  });
  return { bodies, types: bodies.map(({ type }) => type), model, result };
}

export const of = <Type extends EditBody["type"]>(bodies: EditBody[], type: Type) =>
  bodies.filter((body): body is Extract<EditBody, { type: Type }> => body.type === type);

/** Types in order, runs of progress events and outcomes as one. */
export const shape = (types: string[]) => types.filter((type, i) => type !== types[i - 1]);

/** All adapters are gone and the base is in use again. */
export function expectClean({ model }: Ran): void {
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
  expect(model.active).toBeNull();
  expect(model.busy).toBe(0);
}
