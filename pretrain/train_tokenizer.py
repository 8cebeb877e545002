"""Trains the tokenizer of the embedded reader: a byte-level BPE of at most 2,800 tokens.

    tsx pretrain/corpus.ts sample && python pretrain/train_tokenizer.py
"""

import json
import pathlib

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

OUT = pathlib.Path("public/models/embedded-reader")
# A word keeps its leading space and a trailing colon ("Question:" is one token); all else stands alone.
WORDS = r" ?\p{L}+:?| ?\p{N}{1,2}| ?[^\s\p{L}\p{N}]+|\s"
SEAM = "\u2063"  # cuts invented names in the sample, so that merges form halves shared by all names

cut = pre_tokenizers.Split(Regex(WORDS), "isolated")
bytes_ = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(SEAM, "removed"), cut, bytes_])
tokenizer.decoder = decoders.ByteLevel()
tokenizer.train(
    [".cache/reader/sample.txt"],
    trainers.BpeTrainer(
        vocab_size=2800,
        min_frequency=40,
        special_tokens=["<|pad|>", "<|bos|>", "<|eos|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ),
)
tokenizer.pre_tokenizer = pre_tokenizers.Sequence([cut, bytes_])
bos = tokenizer.token_to_id("<|bos|>")
tokenizer.post_processor = processors.TemplateProcessing(
    single="<|bos|> $A", pair="<|bos|> $A $B", special_tokens=[("<|bos|>", bos)]
)
OUT.mkdir(parents=True, exist_ok=True)
tokenizer.save(str(OUT / "tokenizer.json"))
config = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<|bos|>",
    "eos_token": "<|eos|>",
    "pad_token": "<|pad|>",
    "add_bos_token": True,
    "clean_up_tokenization_spaces": False,
    "model_max_length": 512,
}
(OUT / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
print("vocabulary", tokenizer.get_vocab_size())
