import type { TaskPage } from "../../tasks/page/taskPage.ts";
import { taskEntry } from "../edit/taskModels.ts";
import type { Playground } from "../playground.ts";
import { notify } from "../store.ts";
import { versionClientOf } from "../versions/versionClient.ts";
import { readShareLink, type SharedContext, type SharedSetup } from "./shareLink.ts";

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
  const made = shared.modelId === null ? "" : ` It was made with the model “${shared.modelId}”.`;
  const opened =
    problems.length > 0 ? `Opened from a link; ignored: ${problems.join(" ")}` : "Opened from a link.";
  notify(store, {
    tone: problems.length > 0 ? "warning" : "info",
    message: opened + made,
    ...(back && { undo: { label: "Back to my own setup", back } }),
  });
  return true;
}

/** @returns the way back */
async function openSetup(
  playground: Playground,
  setup: SharedSetup,
  problems: string[],
): Promise<() => void> {
  const { setups, rounds, stream } = playground;
  switch (setup.kind) {
    case "edit": {
      const { task, settings, compare } = setup;
      const page = await setups.open(task);
      const before = setups.of(task);
      const context = await sharedContext(page, setup, before.context, problems);
      setups.put(task, { ...before, context, settings, compare });
      return () => setups.put(task, before);
    }
    case "rounds":
      return (await rounds.open()).put(setup.task, setup.draft);
    case "stream":
      return (await stream.open()).put(setup.task, setup.draft);
    case "versions": {
      const client = versionClientOf(playground);
      const { limits } = client.store.getState();
      client.setLimits(setup.limits);
      return () => client.setLimits(limits);
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
