import type { LinearName } from "../../protocol/adapterSettings.ts";
import { z } from "../../protocol/zod.ts";
import { badCheckpoint, unsupported } from "../checkpointError.ts";
import { parseJson } from "../parseJson.ts";
import { requireTamePattern } from "../tokenizers/tamePattern.ts";

export const PEFT_CONFIG = "adapter_config.json";

/** Larger than any adapter of models of this size; what is declared is made before it can be compared. */
const MAX_RANK = 1024;
/** A larger one would leave no number of the model as it is, or none at all. */
const MAX_ALPHA = 1e6;
const MAX_PATTERNS = 4096;

/** Where the linear layers lie in a decoder block. */
export const PEFT_MODULES: Record<LinearName, string> = {
  q_proj: "self_attn.q_proj",
  k_proj: "self_attn.k_proj",
  v_proj: "self_attn.v_proj",
  o_proj: "self_attn.o_proj",
  gate_proj: "mlp.gate_proj",
  up_proj: "mlp.up_proj",
  down_proj: "mlp.down_proj",
};

const alpha = z.number().check(z.minimum(-MAX_ALPHA), z.maximum(MAX_ALPHA));
const rank = z.int().check(z.minimum(1), z.maximum(MAX_RANK));
const names = z.array(z.string()).check(z.maxLength(MAX_PATTERNS));
const oneOrMore = z.nullish(z.union([z.string(), names]));
const layerNumbers = z.array(z.int()).check(z.maxLength(MAX_PATTERNS));

/** What is read of PEFT's LoraConfig. */
const configSchema = z.object({
  r: rank,
  lora_alpha: alpha,
  use_rslora: z.nullish(z.boolean()),
  rank_pattern: z.nullish(z.record(z.string(), rank)),
  alpha_pattern: z.nullish(z.record(z.string(), alpha)),
  target_modules: oneOrMore,
  exclude_modules: oneOrMore,
  layers_to_transform: z.nullish(z.union([z.int(), layerNumbers])),
  layers_pattern: oneOrMore,
});

/** Entries that say nothing of the arithmetic with matrices that are trained already. */
const HARMLESS = new Set([
  ...["peft_type", "peft_version", "task_type", "auto_mapping", "base_model_name_or_path", "revision"],
  ...["inference_mode", "lora_dropout", "loftq_config", "eva_config", "corda_config", "lora_ga_config"],
  ...[
    "megatron_core",
    "qalora_group_size",
    "runtime_config",
    "ensure_weight_tying",
    "init_lora_weights",
    "bias",
    // PEFT itself passes it over for linear layers, of which these are.
    "fan_in_fan_out",
  ],
  ...Object.keys(configSchema.shape),
]);

/** What an entry that is set would change, and what can be done. */
const REFUSED: Record<string, string> = {
  use_dora: "DoRA is not LoRA: its magnitudes cannot be merged here",
  use_qalora: "QALoRA pools the inputs of its layers, which is not computed here",
  use_bdlora: "block-diagonal LoRA is not computed here",
  modules_to_save:
    "whole layers were trained beside the adapter, and only LoRA's matrices can be merged here",
  trainable_token_indices: "rows of the embedding were trained, and only LoRA's matrices can be merged here",
  target_parameters: "parameters that are no linear layers are adapted, which is not computed here",
  layer_replication: "layers of the model are repeated, so that it is another model",
  alora_invocation_tokens: "the adapter is active only after certain tokens, and so cannot be merged",
  arrow_config: "it is chosen among others by a router, and so cannot be merged",
  lora_bias: "trained biases are not read",
  megatron_config: "it is for Megatron's layers",
};

/** Ways to begin that leave the model as it was. The others put a changed model under the adapter. */
const PLAIN_BEGINNINGS: readonly unknown[] = [undefined, null, true, false, "gaussian", "eva", "orthogonal"];

/** An adapter's configuration: which layers it is for, and how strong it is there. */
export interface PeftConfig {
  /**
   * Rank and scale of a layer, or null where the adapter is not for it.
   *
   * @param module as the model that PEFT wrapped called it: "model.layers.0.self_attn.q_proj"
   */
  at(module: string): { rank: number; scale: number } | null;
}

/**
 * Reads `adapter_config.json`. Whatever changes what is computed is taken into account or refused by its name, entries
 * not known here among them. Throws "bad-checkpoint" or "unsupported".
 */
export function parsePeftConfig(json: string): PeftConfig {
  const document = parseJson(json, z.looseObject({ peft_type: z.nullish(z.string()) }), PEFT_CONFIG);
  refuseOthers(document);
  const config = parseJson(document, configSchema, PEFT_CONFIG);
  const isTarget = targeting(config);
  const ranks = byPattern(config.rank_pattern ?? {});
  const alphas = byPattern(config.alpha_pattern ?? {});
  return {
    at(module) {
      if (!isTarget(module)) return null;
      const own = ranks(module) ?? config.r;
      const alpha = alphas(module) ?? config.lora_alpha;
      return { rank: own, scale: alpha / (config.use_rslora ? Math.sqrt(own) : own) };
    },
  };
}

function refuseOthers(document: Record<string, unknown> & { peft_type?: string | null | undefined }): void {
  const refuse = (what: string) => {
    throw unsupported(
      `${PEFT_CONFIG}: ${what}.`,
      "Choose a LoRA adapter on linear layers, or merge it with PEFT and load the model.",
    );
  };
  if (document.lora_parameters !== undefined) refuse("the adapter is one of Apple's MLX, not of PEFT");
  if (document.peft_type !== "LORA")
    refuse(`the adapter is of the kind ${document.peft_type ?? "(none)"}, not LORA`);
  const { init_lora_weights: beginning, bias } = document;
  if (!PLAIN_BEGINNINGS.includes(beginning)) {
    throw unsupported(
      `${PEFT_CONFIG}: with init_lora_weights “${String(beginning)}” the model under the adapter is a changed one, which is not there.`,
      "Convert it as PEFT's documentation of this method says (save_pretrained with path_initial_model_for_weight_conversion), and import that.",
    );
  }
  if (bias != null && bias !== "none") refuse(`bias is “${String(bias)}”: trained biases are not read`);
  for (const [entry, value] of Object.entries(document)) {
    if (HARMLESS.has(entry) || !isSet(value)) continue;
    const reason = Object.hasOwn(REFUSED, entry) ? REFUSED[entry] : "this page does not know what it changes";
    refuse(`${entry} is set: ${reason}`);
  }
}

function isSet(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== "" && value !== undefined;
}

type Config = z.infer<typeof configSchema>;

/** As PEFT's `check_target_module_exists`. */
function targeting(config: Config): (module: string) => boolean {
  const { target_modules, exclude_modules, layers_to_transform, layers_pattern } = config;
  // Without one, PEFT takes the model's usual layers; the tensors say which those were.
  const isMeant =
    target_modules == null || target_modules === "all-linear" ? () => true : matcher(target_modules);
  const isExcluded = exclude_modules == null ? () => false : matcher(exclude_modules);
  const layers = layers_to_transform == null ? [] : [layers_to_transform].flat();
  const before = [layers_pattern ?? []].flat();
  const anywhere = String.raw`.*?\.[^.]*\.(\d+)\..*`;
  const numbers =
    before.length === 0
      ? [compile(anywhere)]
      : before.map((pattern) => compile(String.raw`(?:.*?\.)?(?:${pattern})\.(\d+)\..*`));
  return (module) => {
    if (isExcluded(module) || !isMeant(module)) return false;
    if (layers.length === 0 || typeof target_modules === "string") return true;
    const found = numbers.map((regex) => regex.exec(module)?.[1]).find((number) => number !== undefined);
    return found !== undefined && layers.includes(Number(found));
  };
}

/** A text is a pattern for the whole name; a list holds names, or their endings. */
function matcher(wanted: string | readonly string[]): (module: string) => boolean {
  if (typeof wanted !== "string") {
    return (module) => wanted.some((name) => module === name || module.endsWith(`.${name}`));
  }
  const regex = compile(wanted);
  return (module) => regex.test(module);
}

/** As PEFT's `get_pattern_key`: the first pattern that the end of the name matches decides. */
function byPattern(patterns: Readonly<Record<string, number>>): (module: string) => number | null {
  const compiled = Object.entries(patterns).map(([pattern, value]) => ({
    regex: compile(`(.*\\.)?(${pattern})`),
    value,
  }));
  return (module) => compiled.find(({ regex }) => regex.test(module))?.value ?? null;
}

function compile(pattern: string): RegExp {
  requireTamePattern(pattern, PEFT_CONFIG);
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch (cause) {
    throw badCheckpoint(
      `${PEFT_CONFIG}: the pattern “${pattern.slice(0, 80)}” cannot be read.`,
      undefined,
      cause,
    );
  }
}
