import { fetchFile, SilenceError } from "../../protocol/fetchFile.ts";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { parseJson } from "../parseJson.ts";
import { HUB_MODELS } from "./hubModels.ts";
import { manifestSchema, type RegisteredModel } from "./registeredModel.ts";

/** A list of a few hundred bytes comes sooner from a server that is there. */
const PATIENCE_MS = 15_000;

/**
 * Every model that can be loaded by its id: ours, those in `models/local/` beside the page, and those on the
 * hub. `pageUrl` is the address of the page. A missing folder is no error; a manifest that cannot be read, or does not
 * come, is reported through `onWarning` and its models are left out.
 */
export async function listModels(
  pageUrl: string,
  onWarning?: (message: string) => void,
): Promise<RegisteredModel[]> {
  const served = async (path: string, origin: "embedded" | "served") => {
    try {
      return await readManifest(new URL(path, pageUrl), origin);
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      onWarning?.(error.message);
      return [];
    }
  };
  return [
    ...(await served("models/manifest.json", "embedded")),
    ...(await served("models/local/manifest.json", "served")),
    ...HUB_MODELS,
  ];
}

async function readManifest(url: URL, origin: "embedded" | "served"): Promise<RegisteredModel[]> {
  const file = await fetchFile(url, {
    patience: PATIENCE_MS,
    ask: fetch,
    check({ ok, headers }) {
      // Development servers answer a missing file with the page itself.
      if (!ok || !headers.get("content-type")?.includes("json")) throw new Error("There is none.");
    },
  }).catch((cause: unknown) => {
    if (!(cause instanceof SilenceError)) return null;
    const message = `The server has not answered for ${PATIENCE_MS / 1000} seconds when asked for ${url.pathname}.`;
    throw new PlaygroundError("download-failed", message, "Reload the page.");
  });
  if (file === null) return [];
  const { models } = parseJson(await file.text(), manifestSchema, url.pathname);
  return models.map(({ folder, files, baseModel = null, ...model }) => ({
    ...model,
    homepage: null,
    baseModel,
    isUnquantised: false,
    origin,
    gated: false,
    files: files.map((file) => ({ ...file, url: new URL(`${folder}/${file.name}`, url).href })),
  }));
}
