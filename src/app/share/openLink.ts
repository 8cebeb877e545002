import { findRecording } from "../../runs/recordings.ts";
import type { TaskPage } from "../../tasks/page/taskPage.ts";
import { taskEntry } from "../edit/taskModels.ts";
import type { Playground } from "../playground.ts";
import { watchRecording } from "../runs/recorded.ts";
import { notify } from "../store.ts";
import { type SharedContext, type SharedSetup, setupKind } from "./setupLink.ts";
import { readShareLink, type SharedView } from "./shareLink.ts";

/**
 * Shows the view of a link, as it was set up there. Starts no download and no run; what is wrong is said in words.
 *
 * @returns whether the hash was a link at all
 */
export async function openLink(playground: Playground, hash: string): Promise<boolean> {
  const { store } = playground;
  const reading = await readShareLink(hash);
  if (reading.kind === "none") return false;
  if (reading.kind === "error") {
    notify(store, { tone: "error", message: reading.message });
    return true;
  }
  const { shared, problems } = reading;
  store.setState(({ choice }) => ({
    view: shared.view,
    choice: { backend: shared.backend, modelId: shared.modelId ?? choice.modelId },
  }));
  const back = shared.setup && (await openSetup(playground, shared.setup, problems));
  await openRun(playground, shared, problems);
  store.setState({ presenting: shared.present });
  // Who is shown a recording sees as much.
  if (!back && problems.length === 0) return true;
  const made = shared.modelId === null ? "" : ` It was made with the model “${shared.modelId}”.`;
  const opened =
    problems.length > 0 ? `Opened from a link; ignored: ${problems.join(" ")}` : "Opened from a link.";
  notify(store, {
    tone: problems.length > 0 ? "warning" : "info",
    message: opened + made,
    ...(back && { action: { label: "Back to my own setup", act: back } }),
  });
  return true;
}

/** Shows a recording, or a run that is kept here; a recording from elsewhere is asked about first. */
async function openRun(
  { store, library }: Playground,
  { view, recording, run }: SharedView,
  problems: string[],
): Promise<void> {
  if (run !== null) {
    const kind = setupKind(view);
    if (kind !== null && kind !== "versions") {
      await Promise.all([library.list(kind), library.list("batch")]);
      const isBatch = store.getState().runs.batch.list.some(({ runId }) => runId === run);
      await library.open(isBatch ? "batch" : kind, run);
    }
  }
  if (recording === null) return;
  if (URL.canParse(recording)) {
    const { hostname } = new URL(recording);
    notify(store, {
      tone: "info",
      message: `This link is to a recorded run at ${hostname}: ${recording}. Nothing has been fetched yet.`,
      action: { label: "Fetch and show it", act: () => void library.fetchRun(recording) },
    });
    return;
  }
  if (findRecording(recording)) await watchRecording({ store, library }, recording);
  else problems.push(`There is no recording “${recording}” here.`);
}

/** @returns the way back */
async function openSetup(
  playground: Playground,
  setup: SharedSetup,
  problems: string[],
): Promise<() => void> {
  const { store, setups, rounds, stream, versions } = playground;
  switch (setup.kind) {
    case "edit": {
      const { task, settings, compare } = setup;
      const page = await setups.open(task);
      const before = setups.of(task);
      const context = await sharedContext(page, setup, before.context, problems);
      setups.put(task, { ...before, context, settings, compare });
      const { sets } = store.getState();
      const chosen = setup.set;
      // Which models are here may not be known yet.
      const models = { loaded: null, own: taskEntry(task).models.own };
      if (chosen && page.sets?.(context, { seed: 0, models }).some(({ id }) => id === chosen.id)) {
        store.setState({ sets: { ...sets, [task]: chosen } });
      } else if (chosen) problems.push(`There is no set “${chosen.id}” here.`);
      return () => {
        setups.put(task, before);
        store.setState({ sets });
      };
    }
    case "rounds":
      return (await rounds.open()).put(setup.task, setup.draft);
    case "stream":
      return (await stream.open()).put(setup.task, setup.draft);
    case "versions": {
      const { store: opened, setLimits } = await versions.open();
      const { limits } = opened.getState();
      setLimits(setup.limits);
      return () => setLimits(limits);
    }
  }
}

async function sharedContext(
  { draft, link }: TaskPage,
  { task, context: shared }: { task: string; context: SharedContext | null },
  before: unknown,
  problems: string[],
): Promise<unknown> {
  if (shared === null) return before;
  if ("name" in shared) {
    const found = await Promise.resolve(link.named(shared.name, before)).catch(() => undefined);
    if (found === null) problems.push(`The example “${shared.name}” does not exist.`);
    if (found === undefined) problems.push(`The example “${shared.name}” could not be fetched.`);
    return found ?? before;
  }
  const opened = draft.withContext(before, shared.value);
  const leftOut = draft.leftOut?.(shared.value) ?? null;
  const { linkParameter } = taskEntry(task);
  if (opened === null) problems.push(`The ${linkParameter} in the link cannot be read.`);
  else if (leftOut !== null) problems.push(leftOut);
  return opened ?? before;
}
