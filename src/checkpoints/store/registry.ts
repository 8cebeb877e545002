import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { parseJson } from "../parseJson.ts";
import { HUB_MODELS } from "./hubModels.ts";
import { manifestSchema, type RegisteredModel } from "./registeredModel.ts";

/**
 * Every model that can be loaded by its id: ours, those in `models/local/` beside the page, and those on the
 * hub. `pageUrl` is the address of the page. A missing folder is no error; a manifest that cannot be read is
 * reported through `onWarning` and its models are left out.
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
  const response = await fetch(url).catch(() => null);
  // Development servers answer a missing file with the page itself.
  if (!response?.ok || !response.headers.get("content-type")?.includes("json")) return [];
  const { models } = parseJson(await response.text(), manifestSchema, url.pathname);
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
