import type { RegisteredModel } from "./registeredModel.ts";

const HUB = "https://huggingface.co/";

type HubFile = [name: string, bytes: number | null, sha256: string | null];

/**
 * Models on the Hugging Face hub at fixed revisions: first what a tab should download, quantised, then the unquantised
 * files. Sizes and hashes are of those revisions; null = not known.
 */
export const HUB_MODELS: readonly RegisteredModel[] = [
  quantised({
    id: "smollm2-135m-instruct-q4",
    name: "SmolLM2-135M-Instruct, 4 bits",
    base: "HuggingFaceTB/SmolLM2-135M-Instruct",
    repository: "unsloth/SmolLM2-135M-Instruct-GGUF",
    revision: "9e6855bc4be717fca1ef21360a1db4b29d5c559a",
    parameters: 134_515_008,
    licence: "Apache-2.0",
    description: "The smallest chat model here, quantised by Unsloth. Fluent, but knows and follows little.",
    file: [
      "SmolLM2-135M-Instruct-Q4_K_M.gguf",
      105_454_144,
      "ed5fa30c487b282ec156c29062f1222e5c20875a944ac98289dbd242e947f747",
    ],
  }),
  quantised({
    id: "smollm2-360m-instruct-q8",
    name: "SmolLM2-360M-Instruct, 8 bits",
    base: "HuggingFaceTB/SmolLM2-360M-Instruct",
    repository: "HuggingFaceTB/SmolLM2-360M-Instruct-GGUF",
    revision: "593b5a2e04c8f3e4ee880263f93e0bd2901ad47f",
    parameters: 361_821_120,
    licence: "Apache-2.0",
    description: "A small chat model, more fluent than that of 135M.",
    file: [
      "smollm2-360m-instruct-q8_0.gguf",
      386_404_992,
      "48ab3034d0dd401fbc721eb1df3217902fee7dab9078992d66431f09b7750201",
    ],
  }),
  quantised({
    id: "gemma-3-270m-it-q8",
    name: "Gemma-3-270M-it, 8 bits",
    base: "google/gemma-3-270m-it",
    repository: "ggml-org/gemma-3-270m-it-GGUF",
    revision: "e7647be17ae1108f2f605ed061ca0608b171afff",
    parameters: 268_098_176,
    licence: "Gemma Terms of Use",
    description:
      "Google's smallest, quantised by the makers of llama.cpp. Most of it is its vocabulary of 262,144 tokens.",
    file: [
      "gemma-3-270m-it-Q8_0.gguf",
      291_545_600,
      "0ef57d2c838458a1952664260dcba38e5bdda37494f3af732f06e4add24068e3",
    ],
  }),
  quantised({
    id: "qwen2.5-0.5b-instruct-q4",
    name: "Qwen2.5-0.5B-Instruct, 4 bits",
    base: "Qwen/Qwen2.5-0.5B-Instruct",
    repository: "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
    revision: "9217f5db79a29953eb74d5343926648285ec7e67",
    parameters: 494_032_768,
    licence: "Apache-2.0",
    description: "Writes notes that are mostly true. Wants a GPU.",
    file: [
      "qwen2.5-0.5b-instruct-q4_k_m.gguf",
      491_400_032,
      "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
    ],
  }),
  quantised({
    id: "qwen3-0.6b-q8",
    name: "Qwen3-0.6B, 8 bits",
    base: "Qwen/Qwen3-0.6B",
    repository: "Qwen/Qwen3-0.6B-GGUF",
    revision: "23749fefcc72300e3a2ad315e1317431b06b590a",
    parameters: 596_049_920,
    licence: "Apache-2.0",
    description: "The strongest small model here; it is asked to answer without thinking aloud.",
    file: [
      "Qwen3-0.6B-Q8_0.gguf",
      639_446_688,
      "9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031",
    ],
  }),
  hub({
    id: "smollm2-135m-instruct",
    name: "SmolLM2-135M-Instruct",
    repository: "HuggingFaceTB/SmolLM2-135M-Instruct",
    revision: "12fd25f77366fa6b3b4b768ec3050bf629380bac",
    parameters: 134_515_008,
    licence: "Apache-2.0",
    description: "The smallest chat model here. Fluent, but knows and follows little.",
    files: [
      ["config.json", 861, "8eb740e8bbe4cff95ea7b4588d17a2432deb16e8075bc5828ff7ba9be94d982a"],
      ["tokenizer.json", 2_104_556, "9ca9acddb6525a194ec8ac7a87f24fbba7232a9a15ffa1af0c1224fcd888e47c"],
      ["tokenizer_config.json", 3764, "4ec77d44f62efeb38d7e044a1db318f6a939438425312dfa333b8382dbad98df"],
      ["generation_config.json", 132, "87b916edaaab66b3899b9d0dd0752727dff6666686da0504d89ae0a6e055a013"],
      ["model.safetensors", 269_060_552, "5af571cbf074e6d21a03528d2330792e532ca608f24ac70a143f6b369968ab8c"],
    ],
  }),
  hub({
    id: "smollm2-360m-instruct",
    name: "SmolLM2-360M-Instruct",
    repository: "HuggingFaceTB/SmolLM2-360M-Instruct",
    revision: "a10cc1512eabd3dde888204e902eca88bddb4951",
    parameters: 361_821_120,
    licence: "Apache-2.0",
    description: "A small chat model, more fluent than that of 135M.",
    files: [
      ["config.json", 846, "224f72354f10d617a359cc82ad15a3c96e866b9b2ffadb81997eeea9e88e22ee"],
      ["tokenizer.json", 2_104_556, "9ca9acddb6525a194ec8ac7a87f24fbba7232a9a15ffa1af0c1224fcd888e47c"],
      ["tokenizer_config.json", 3764, "4ec77d44f62efeb38d7e044a1db318f6a939438425312dfa333b8382dbad98df"],
      ["generation_config.json", null, null],
      ["model.safetensors", 723_674_912, "e6bffe7435d7ddc10fd3b9a9efd429dafbacb1cb17015fb5562664e7532bf86e"],
    ],
  }),
  hub({
    id: "qwen2.5-0.5b-instruct",
    name: "Qwen2.5-0.5B-Instruct",
    repository: "Qwen/Qwen2.5-0.5B-Instruct",
    revision: "7ae557604adf67be50417f59c2c2f167def9a775",
    parameters: 494_032_768,
    licence: "Apache-2.0",
    description: "Writes notes that are mostly true. Needs a GPU with some gigabytes of memory.",
    files: [
      ["config.json", 659, "18e18afcaccafade98daf13a54092927904649e1dd4eba8299ab717d5d94ff45"],
      ["tokenizer.json", 7_031_645, "c0382117ea329cdf097041132f6d735924b697924d6f6fc3945713e96ce87539"],
      ["tokenizer_config.json", 7305, "5b5d4f65d0acd3b2d56a35b56d374a36cbc1c8fa5cf3b3febbbfabf22f359583"],
      ["generation_config.json", 242, "e558847a8b4402616f1273797b015104dc266fe4b520056fca88823ba8f8ebe6"],
      ["model.safetensors", 988_097_824, "fdf756fa7fcbe7404d5c60e26bff1a0c8b8aa1f72ced49e7dd0210fe288fb7fe"],
    ],
  }),
  hub({
    id: "qwen3-0.6b",
    name: "Qwen3-0.6B",
    repository: "Qwen/Qwen3-0.6B",
    revision: "c1899de289a04d12100db370d81485cdf75e47ca",
    parameters: 596_049_920,
    licence: "Apache-2.0",
    description: "The strongest small model here; it is asked to answer without thinking aloud.",
    files: [
      ["config.json", 726, "660db3b73d788119c04535e48cf9be5f55bc3100841a718637ae695b442f27dd"],
      ["tokenizer.json", 11_422_654, "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4"],
      ["tokenizer_config.json", 9732, "d5d09f07b48c3086c508b30d1c9114bd1189145b74e982a265350c923acd8101"],
      ["generation_config.json", 239, "2325da0f15bb848e018c5ae071b7943332e9f871d6b60e2ed22ca97d4cb993d2"],
      [
        "model.safetensors",
        1_503_300_328,
        "f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b",
      ],
    ],
  }),
  hub({
    id: "llama-3.2-1b-instruct",
    name: "Llama-3.2-1B-Instruct",
    repository: "meta-llama/Llama-3.2-1B-Instruct",
    revision: "9213176726f574b556790deb65791e0c5aa438b6",
    parameters: 1_235_814_400,
    licence: "Llama 3.2 Community License",
    gated: true,
    description: "The model of the SEAL paper's puzzles. Large for a browser tab: needs a strong GPU.",
    files: [
      ["config.json", 877, "2febf68cea25bf4611be02b7536f2488a5ba523bb1134986e3610152abe74fdb"],
      ["tokenizer.json", 9_085_657, "79e3e522635f3171300913bb421464a87de6222182a0570b9b2ccba2a964b2b4"],
      ["tokenizer_config.json", 54_528, "9823dcfdc1121869029da45192238e85cf44f0b232a6d9dc20e4fe6f4242a14e"],
      ["generation_config.json", 189, "88effbb63300dbbc7390143fbbdd9d9fa50587b37e8bfd16c8c90d4970a74a36"],
      [
        "model.safetensors",
        2_471_645_608,
        "1ff795ff6a07e6a68085d206fb84417da2f083f68391c2843cd2b8ac6df8538f",
      ],
    ],
  }),
];

/**
 * The repository under which PEFT finds the model that these weights (by their SHA-256) are of, e.g. "Qwen/Qwen3-0.6B";
 * null where none is known.
 */
export function hubRepository(hash: string): string | null {
  return HUB_MODELS.find(({ files }) => files.some(({ sha256 }) => sha256 === hash))?.baseModel ?? null;
}

interface HubEntry {
  id: string;
  name: string;
  repository: string;
  revision: string;
  parameters: number;
  licence: string;
  description: string;
  gated?: boolean;
}

/** A publisher's own safetensors. */
function hub({ files, ...entry }: HubEntry & { files: HubFile[] }): RegisteredModel {
  return registered(entry, files, { baseModel: entry.repository, isUnquantised: true });
}

/** One GGUF of the model `base`. */
function quantised({ file, base, ...entry }: HubEntry & { base: string; file: HubFile }): RegisteredModel {
  return registered(entry, [file], { baseModel: base, isUnquantised: false });
}

function registered(
  { repository, revision, gated = false, ...rest }: HubEntry,
  files: HubFile[],
  kind: Pick<RegisteredModel, "baseModel" | "isUnquantised">,
): RegisteredModel {
  const homepage = HUB + repository;
  return {
    ...rest,
    ...kind,
    homepage,
    origin: "hub",
    gated,
    files: files.map(([name, bytes, sha256]) => ({
      name,
      url: `${homepage}/resolve/${revision}/${name}`,
      bytes,
      sha256,
    })),
  };
}
