import type { ChatMessage } from "../../../../protocol/sequence.ts";
import type { Round, RoundContext, RoundsRun } from "../../../../runs/rounds/state.ts";
import { notebookOf } from "../../../page/notebook/notebook.ts";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import type { TextModel } from "../../../task.ts";
import { editPrompts } from "../../edit/editPrompt.ts";
import {
  EMBEDDED_MODEL_ID,
  type KnowledgeSettings,
  knowledgeSettingsSchema,
  type Passage,
  passageSchema,
} from "../../metadata.ts";
import { passageData, passageExamples, pieceExamples } from "./passageCells.ts";

/**
 * Rounds on passages as a Jupyter notebook that repeats them with Transformers and PEFT: the same passages, the edits that
 * were written on the page, each judged by inner loops from the same random numbers, rewarded, selected, and the writer
 * trained on what was kept. Rounds that did not come to their end are left out.
 *
 * @param script `training.py`, `passages.py` and `roundsNotebook.py`, one after the other
 * @throws Error for rounds of another task
 */
export function roundsNotebook(script: string, run: RoundsRun, origin: NotebookOrigin): string {
  const settings = knowledgeSettingsSchema.safeParse(run.taskSettings).data;
  if (!settings || run.task !== "knowledge") throw new Error("The rounds are not on passages.");
  const opened = (context: unknown) => contextData(passageSchema.parse(context), settings);
  return notebookOf(script, {
    run,
    origin,
    heading: "Learning to write self-edits",
    what: "rounds",
    same: "passages, edits, rewards, choices and settings",
    isOwnModel: run.model.id === EMBEDDED_MODEL_ID,
    data: {
      settings,
      outer: run.settings,
      contexts: run.contexts.map(opened),
      heldOut: run.heldOut.map(opened),
      rounds: run.rounds.filter(({ selection }) => selection !== undefined).map(roundData),
    },
  });
}

function contextData(passage: Passage, settings: KnowledgeSettings) {
  return {
    ...passageData(passage),
    examples: passageExamples(passage, settings),
    prompts: promptsOf(passage, settings),
  };
}

/** What asks for an edit: the turns of a chat, where there are such, and the text for a model without. */
function promptsOf(passage: Passage, settings: KnowledgeSettings) {
  let turns: readonly ChatMessage[] | null = null;
  const chat = {
    ...UNNAMED,
    renderChat(messages: readonly ChatMessage[]) {
      turns = messages;
      return "";
    },
  };
  editPrompts("chat", passage, settings, chat);
  return editPrompts("plain", passage, settings, UNNAMED).prompts.map(({ prompt, lead }) => ({
    turns,
    text: prompt,
    lead,
  }));
}

/** The notebook's model is not known here: it adds its own beginnings, ends and form of a chat. */
const UNNAMED: TextModel = {
  info: { id: "", name: "", maxPositions: Number.POSITIVE_INFINITY },
  startOfText: "",
  endOfTurn: "",
  encode: () => [],
  renderChat: () => null,
};

function roundData({ training, heldOut, writer }: Round) {
  return {
    training: training.map((context) => ({ ...editsData(context), kept: context.choice?.kept ?? [] })),
    heldOut: heldOut.map(editsData),
    loss: writer.merged?.finalLoss ?? null,
  };
}

function editsData({ context, edits }: RoundContext) {
  return {
    context,
    edits: edits.map(({ samples, pieces, outcome }) => ({
      samples,
      examples: pieceExamples(pieces),
      lines: pieces.map(({ text }) => text),
      kinds: pieces.map(({ kind }) => kind ?? null),
      page: {
        correct: outcome?.correct ?? 0,
        total: outcome?.total ?? 0,
        reward: outcome?.reward ?? 0,
        loss: outcome?.loss ?? null,
      },
    })),
  };
}
