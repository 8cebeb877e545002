"""Writes SmolLM2-135M-Instruct as Q4_0 and as Q8_0 to .cache/bench/, from the Q4_1 file of `npm run model:smollm2`.

    python bench/requantise.py          (needs gguf)

All linear layers change, the embedding (Q8_0) and the norms stay. What the models say is a little worse than from the
original weights; how fast they say it is the same.
"""
from pathlib import Path

from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import dequantize, quantize

ROOT = Path(__file__).resolve().parents[1]
reader = GGUFReader(ROOT / "public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf")
folder = ROOT / ".cache/bench"
folder.mkdir(parents=True, exist_ok=True)

for wanted in (GGMLQuantizationType.Q4_0, GGMLQuantizationType.Q8_0):
    path = folder / f"SmolLM2-135M-Instruct.{wanted.name}.gguf"
    writer = GGUFWriter(path, arch="llama")
    for field in reader.fields.values():
        if field.name.startswith("GGUF.") or field.name == "general.architecture":
            continue
        kind = field.types[0]
        sub = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub)
    for tensor in reader.tensors:
        data, kind = tensor.data, tensor.tensor_type
        if kind == GGMLQuantizationType.Q4_1:
            data, kind = quantize(dequantize(data, kind), wanted), wanted
        writer.add_tensor(tensor.name, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    print(path.relative_to(ROOT))
