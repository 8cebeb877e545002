import { PlaygroundError } from "../../src/protocol/playgroundError.ts";
import { streamKind } from "../../src/runs/stream/kind.ts";
import { runEditStream } from "../../src/seal/editStream.ts";
import { type StreamSettings, streamSettingsSchema } from "../../src/seal/remedies/streamSettings.ts";
import { probesFor } from "../../src/tasks/findTask.ts";
import { collectStreamCandidate } from "../../src/versions/streamCandidate.ts";
import { runnerOf } from "./runner.ts";

/** A stream of edits, from the untouched model; what it has merged can be kept when it has finished. */
export const beginStream = runnerOf({
  kind: streamKind,
  startsFrom: "untouched",
  checkSetup: ({ settings }) => void settingsOf(settings),
  async run({ runId, model, task, setup, log, versions, emit, pausePoint, signal }) {
    const plan = { ...setup, settings: settingsOf(setup.settings) };
    const merges = collectStreamCandidate({ runId, plan, log }, (left) => versions.offer(left));
    await runEditStream({
      model,
      task,
      plan,
      probes: () => probesFor(model),
      emit: (body) => {
        emit(body);
        merges.onEvent(body);
      },
      onMerged: merges.onMerged,
      pause: () => pausePoint.asked,
      log,
      signal,
    });
  },
});

/** The log keeps what a remedy was set to as it is; only the remedies know what it may be. */
function settingsOf(given: unknown): StreamSettings {
  const settings = streamSettingsSchema.safeParse(given);
  if (settings.success) return settings.data;
  const [issue] = settings.error.issues;
  throw new PlaygroundError(
    "bad-input",
    `The setting “${issue?.path.join(".")}” of the stream is not valid: ${issue?.message}.`,
    "Correct it.",
  );
}
