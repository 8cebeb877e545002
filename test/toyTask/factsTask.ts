import { toJson } from "../../src/protocol/toJson.ts";
import { knowledgeTask } from "../../src/tasks/knowledge/knowledgeTask.ts";
import { taskPreset } from "../../src/tasks/knowledge/roundsMetadata.ts";
import type { Task } from "../../src/tasks/task.ts";
import { validated } from "../../src/tasks/validated.ts";
import { factsSchema, factsSettingsSchema } from "./metadata.ts";

/** Tables of facts, in the words of passages: the embedded reader knows no other form. */
export const factsTask: Task = {
  id: "facts",
  open(context, settings, model) {
    const { name, rows } = validated(factsSchema, context, "table");
    const { seed, steps, learningRate } = validated(factsSettingsSchema, settings, "setting");
    const passage = {
      title: name,
      text: rows.map(({ fact }) => fact).join(" "),
      questions: rows.map(({ question, answer }) => ({ question, answers: [answer] })),
    };
    const of = { ...taskPreset("reader"), seed, maxSteps: steps, learningRate };
    return knowledgeTask.open(toJson(passage), toJson(of), model);
  },
};
