"""Exports GGUF files to ONNX for transformers.js, each to .cache/bench/<file without .gguf>.onnx/.

    python bench/export_onnx.py FILE.gguf...        (needs torch, transformers, gguf, onnx, onnxruntime, onnxruntime-genai)

A file of eight bits a weight becomes "q8" (dynamic quantisation, the default of transformers.js on WebAssembly), any
other "q4" (blocks of 32): the two precisions that transformers.js names, by the two quantisers of ONNX Runtime.
"""
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModelForCausalLM, AutoTokenizer

CACHE = Path(__file__).resolve().parents[1] / ".cache/bench"


def export(gguf: Path):
    dtype = "q8" if "Q8_0" in gguf.name else "q4"
    folder = CACHE / f"{gguf.stem}.onnx"
    source = {"gguf_file": gguf.name}
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, **source, dtype=torch.float32)
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, **source)
    with TemporaryDirectory() as scratch:
        dense, built = f"{scratch}/dense", f"{scratch}/built"
        # The weights are float32 now; the note that they come from a GGUF would forbid to save them.
        model.hf_quantizer = None
        del model.config.quantization_config
        model.save_pretrained(dense)
        tokenizer.save_pretrained(dense)
        builder = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-e", "cpu", "-c", scratch]
        builder += ["-i", dense, "-o", built, "-p", "int4" if dtype == "q4" else "fp32"]
        # ONNX Runtime in the browser has no kernel for an embedding that shares the head's four bits.
        subprocess.run([*builder, "--extra_options", "shared_embeddings=false"], check=True, capture_output=True)
        if dtype == "q8":
            quantize_dynamic(f"{built}/model.onnx", f"{built}/model.onnx", weight_type=QuantType.QUInt8)
        graph = onnx.load(f"{built}/model.onnx")
    # Caches are [batch, heads, tokens, head width]; transformers.js makes the first ones by the widths told here.
    for value in [*graph.graph.input, *graph.graph.output]:
        dims = value.type.tensor_type.shape.dim
        if len(dims) == 4:
            dims[3].dim_value = model.config.hidden_size // model.config.num_attention_heads
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(graph, folder / "onnx" / {"q4": "model_q4.onnx", "q8": "model_quantized.onnx"}[dtype])
    tokenizer.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    config = json.loads(model.config.to_json_string())
    config["transformers.js_config"] = {"dtype": dtype}
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    print(f"{folder}: {dtype}")


for path in sys.argv[1:]:
    export(Path(path).resolve())
