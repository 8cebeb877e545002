import type { BackendPreference } from "../protocol/commands.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { MAX_QUESTIONS } from "../tasks/knowledge/passageLimits.ts";
import {
  type Draft,
  type DraftPassage,
  type DraftQuestion,
  freshQuestionId,
  freshSeed,
  fromDraftPassage,
  type KnowledgeSettings,
  type Passage,
  toDraftPassage,
} from "./draft.ts";
import { EXAMPLES, exampleOf } from "./examples.ts";
import { importPassages } from "./importPassages.ts";
import type { Persistence } from "./persistence.ts";
import { findPreset, matchingPreset } from "./presets.ts";
import { restoreDraft } from "./restoreDraft.ts";
import { runPassage } from "./runPassage.ts";
import { readShareLink, type SharedSetup, writeShareLink } from "./shareLink.ts";
import { changeDraft, notify, type PlaygroundStore } from "./store.ts";

/** What people can change before a run. */
export interface DraftActions {
  change(change: Partial<Omit<Draft, "passage" | "settings">>): void;
  changePassage(change: Partial<Pick<DraftPassage, "title" | "text">>): void;
  openExample(id: string): void;
  /** Replaces the passage; the one before can be had back from a notice. */
  openPassage(passage: Passage, message: string): void;
  /** One of the passages that were imported. */
  openImported(index: number): void;
  /** Reads files of passages and opens the first; answers with what is wrong with them, if anything. */
  importFiles(files: readonly File[]): Promise<string | undefined>;
  addQuestion(): void;
  changeQuestion(id: string, change: Partial<Pick<DraftQuestion, "question" | "answers">>): void;
  deleteQuestion(id: string): void;
  changeSetting(key: string, value: unknown): void;
  /** All settings of a preset; the seed and the number of edits stay. */
  choosePreset(id: string): void;
  /** Settings that nobody changed follow the model: the small one needs others than a real LLM. */
  followModel(isEmbedded: boolean): void;
  rerollSeed(): void;
  /** Makes the setup of a run one's own, seed included. */
  takeOver(run: EditRun): void;
  undo(draft: Draft): void;
  restore(): Promise<void>;
  openLink(hash: string): Promise<void>;
  /** The hash of a link to the draft as it is. */
  link(): Promise<string>;
}

export function createDraftActions(store: PlaygroundStore, disk: Persistence): DraftActions {
  const now = () => store.getState().draft;
  const setPassage = (passage: DraftPassage) => changeDraft(store, { passage });
  const setQuestions = (questions: DraftQuestion[]) => setPassage({ ...now().passage, questions });

  const replacePassage = (passage: Passage, message: string) => {
    const before = now();
    setPassage(toDraftPassage(passage));
    // An example can be chosen again; a text of one's own would be gone.
    if (exampleOf(before.passage)) return;
    notify(store, { tone: "info", message, undo: { label: "Take it back", draft: before } });
  };

  const choosePreset = (id: string) => {
    const preset = findPreset(id);
    const { seed, edits } = now().settings;
    if (preset) changeDraft(store, { settings: { ...preset.settings, seed, edits } });
  };

  return {
    change: (change) => changeDraft(store, change),
    changePassage: (change) => setPassage({ ...now().passage, ...change }),
    openExample: (id) => {
      const example = EXAMPLES.find((one) => one.id === id);
      if (example)
        replacePassage(example.passage, `“${example.passage.title}” took the place of your passage.`);
    },
    openPassage: replacePassage,
    openImported: (index) => {
      const passage = store.getState().imported?.passages[index];
      if (passage) replacePassage(passage, `“${passage.title}” took the place of your passage.`);
    },
    importFiles: async (files) => {
      const result = await importPassages(files);
      if (!result.ok) return result.problem;
      const { from, passages, remarks } = result;
      store.setState({ imported: { fileName: from, passages } });
      const [first] = passages;
      if (first) replacePassage(first, `“${first.title}” took the place of your passage.`);
      const read = `${passages.length} passage${passages.length === 1 ? "" : "s"} read from “${from}”; choose one above the passage.`;
      const tone = remarks.length > 0 ? "warning" : "info";
      notify(store, { tone, message: [read, ...remarks].join(" ") });
      return undefined;
    },
    addQuestion: () => {
      const { questions } = now().passage;
      setQuestions([...questions, { id: freshQuestionId(questions), question: "", answers: "" }]);
    },
    changeQuestion: (id, change) =>
      setQuestions(
        now().passage.questions.map((one) => (one.id === id ? changedQuestion(one, change) : one)),
      ),
    deleteQuestion: (id) => setQuestions(now().passage.questions.filter((one) => one.id !== id)),
    changeSetting: (key, value) => {
      // The controls come from the task's metadata, which names only keys of its settings; `checkDraft` tells
      // of values outside their range.
      const settings: KnowledgeSettings = { ...now().settings };
      Reflect.set(settings, key, value);
      changeDraft(store, { settings });
    },
    choosePreset,
    followModel: (isEmbedded) => {
      const chosen = matchingPreset(now().settings)?.id;
      if (isEmbedded && chosen === "default") choosePreset("reader");
      if (!isEmbedded && chosen === "reader") choosePreset("default");
    },
    rerollSeed: () => {
      changeDraft(store, { settings: { ...now().settings, seed: freshSeed() } });
    },
    takeOver: (run) => {
      const before = now();
      const passage = runPassage(run);
      const { settings } = restoreDraft({ ...before, settings: run.settings }, before);
      if (passage && passage.text !== before.passage.text.trim()) {
        replacePassage(passage, `The passage of the run, “${passage.title}”, took the place of yours.`);
      }
      changeDraft(store, { settings });
    },
    undo: (draft) => store.setState({ draft }),
    restore: async () => {
      const draft = await disk.loadDraft(now());
      // What comes too late must not take the place of what people have begun to type.
      if (store.getState().restored) return;
      const { questions } = draft.passage;
      const isCut = questions.length > MAX_QUESTIONS;
      const passage = isCut
        ? { ...draft.passage, questions: questions.slice(0, MAX_QUESTIONS) }
        : draft.passage;
      // Unchanged it stays the same object: by that a first visit is told from a later one.
      store.setState({ draft: isCut ? { ...draft, passage } : draft });
      if (!isCut) return;
      const message = `Of your passage’s ${questions.length} questions the first ${MAX_QUESTIONS} are kept: no more can be asked.`;
      notify(store, { tone: "warning", message });
    },
    openLink: async (hash) => openLink(store, hash),
    link: () => writeShareLink(toSetup(now())),
  };
}

/** Other words may be another kind of question. */
function changedQuestion(question: DraftQuestion, change: Partial<DraftQuestion>): DraftQuestion {
  if (change.question === undefined) return { ...question, ...change };
  const { kind: _kind, ...rest } = question;
  return { ...rest, ...change };
}

function toSetup(draft: Draft): SharedSetup {
  const example = exampleOf(draft.passage);
  return {
    passage: example ? { example: example.id } : fromDraftPassage(draft.passage),
    settings: draft.settings,
    modelId: draft.modelId,
    backend: draft.backend,
  };
}

async function openLink(store: PlaygroundStore, hash: string): Promise<void> {
  const reading = await readShareLink(hash);
  if (reading.kind === "none") return;
  if (reading.kind === "error") {
    notify(store, { tone: "error", message: reading.message });
    return;
  }
  const before = store.getState().draft;
  const { setup, problems } = reading;
  const passage = sharedPassage(setup.passage, before, problems);
  const backend: BackendPreference = setup.backend;
  changeDraft(store, {
    passage,
    settings: setup.settings,
    backend,
    modelId: setup.modelId ?? before.modelId,
  });
  const tone = problems.length > 0 ? "warning" : "info";
  const made = setup.modelId === null ? "" : ` It was made with the model “${setup.modelId}”.`;
  const said =
    problems.length > 0 ? `Opened from a link; ignored: ${problems.join(" ")}` : "Opened from a link.";
  notify(store, { tone, message: said + made, undo: { label: "Back to my own setup", draft: before } });
}

function sharedPassage(shared: SharedSetup["passage"], before: Draft, problems: string[]): DraftPassage {
  if (shared === null) return before.passage;
  if (!("example" in shared)) return toDraftPassage(shared);
  const example = EXAMPLES.find((one) => one.id === shared.example);
  if (example) return toDraftPassage(example.passage);
  problems.push(`The example “${shared.example}” does not exist.`);
  return before.passage;
}
