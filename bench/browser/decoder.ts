/** What every decoder of the bench answers, each from a worker of its own: this project and its peers alike. */
export interface Decoder {
  load(model: LoadRequest): Promise<void>;
  decode(text: DecodeRequest): Promise<DecodeTimes>;
}

export interface LoadRequest {
  /** A GGUF file, or for transformers.js the folder with its ONNX export. */
  modelUrl: string;
  threads: number;
}

/** Greedy decoding. */
export interface DecodeRequest {
  prompt: string;
  /** Copies of the prompt decoded together. */
  sequences: number;
  maxTokens: number;
}

/** Of the tokens after each sequence's first, which the prompt has paid for. */
export interface DecodeTimes {
  tokens: number;
  seconds: number;
}

export type Call = { load: LoadRequest } | { decode: DecodeRequest };
export type Answer = { done: DecodeTimes | null } | { failed: string };

/** Makes this worker answer calls, one at a time; the first message says that it can. */
export function serve(decoder: Decoder): void {
  self.onmessage = async ({ data }: MessageEvent<Call>) => {
    const answer: Answer = await run(decoder, data).then(
      (done) => ({ done }),
      (error) => ({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
    self.postMessage(answer);
  };
  self.postMessage({ done: null } satisfies Answer);
}

async function run(decoder: Decoder, call: Call): Promise<DecodeTimes | null> {
  if ("decode" in call) return decoder.decode(call.decode);
  await decoder.load(call.load);
  return null;
}
