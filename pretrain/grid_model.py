"""The embedded grid model in PyTorch: the reader's decoder with an embedding that is a sum of factors.

A cell is one token, the triple of colour, row and column (and whether it is the last of its row). Its embedding, tied
with the head, is a sum of vectors for colour, place and the next cell's place: a checkpoint holds these and a table of
which token is the sum of which. How the weights begin is in grid_init.py.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from grid_init import VIEW_HEADS, begin
from reader_model import Layer, RMSNorm
from rotary import rotary_tables
from source_attention import source_loss

# Layer and head that are shown where cells come from, which the layers before must have found out, and those that are
# shown what each view sees.
SHOWN_HEADS = [(4, 0), *VIEW_HEADS]

SHOWN_ROWS = 3  # of so many rows one is shown: it costs as much as the attention itself


class FactoredEmbedding(nn.Module):
    """Row t of `table()` is the sum of the vectors of token t's factors."""

    def __init__(self, vocabulary, width):
        super().__init__()
        self.names = sorted({name for token in vocabulary for name in token["factors"]})
        place = {name: i for i, name in enumerate(self.names)}
        most = max(len(token["factors"]) for token in vocabulary)
        numbers = [[place[name] for name in token["factors"]] for token in vocabulary]
        self.numbers = torch.tensor([row + [-1] * (most - len(row)) for row in numbers], dtype=torch.int16)
        parts = torch.zeros(len(vocabulary), len(self.names))
        for token, row in zip(vocabulary, parts):
            for name in token["factors"]:
                row[place[name]] = 1
        self.register_buffer("parts", parts, persistent=False)
        self.factors = nn.Parameter(torch.empty(len(self.names), width))

    def table(self):
        return self.parts @ self.factors


class GridModel(nn.Module):
    """`config` is the dictionary of config.json, `vocabulary` the list of pretrain/gridTokenizer.ts."""

    def __init__(self, config, vocabulary):
        super().__init__()
        self.embedding = FactoredEmbedding(vocabulary, config["hidden_size"])
        self.layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.norm = RMSNorm(config["hidden_size"], config["rms_norm_eps"])
        cos, sin = rotary_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        begin(self, config)

    def forward(self, tokens, counted, shown=None):
        """Logits [counted positions, vocabulary] of the tokens after those where `counted` [batch, length] is true,
        and the loss of looking where `shown` says (see source_attention.py).
        """
        table = self.embedding.table()
        x, looking = self.stream(F.embedding(tokens, table), shown)
        with torch.autocast(x.device.type, torch.bfloat16):
            return F.linear(self.norm(x[counted]), table).float(), looking

    def stream(self, x, shown=None, unseen=None):
        """What the last layer leaves of embedded tokens [batch, length, width], and the loss of looking."""
        cos, sin = self.cos[: x.shape[1]], self.sin[: x.shape[1]]
        # Products in bfloat16, of which a core does three times as many; the stream between layers stays in f32.
        with torch.autocast(x.device.type, torch.bfloat16):
            looking = 0.0
            for i, layer in enumerate(self.layers):
                for number, at in enumerate(SHOWN_HEADS if shown is not None else []):
                    if at[0] == i:
                        loss = source_loss(layer, at[1], x[::SHOWN_ROWS], self.cos, self.sin, shown[::SHOWN_ROWS, :, number])
                        looking = looking + loss / (1 if number == 0 else len(VIEW_HEADS))
                x = layer(x, cos, sin, unseen)
        return x, looking

    def weights(self):
        """Names and tensors of a checkpoint: those of the HF layout, but for the embedding's factors."""
        inner = {f"model.layers.{name}": p for name, p in self.layers.named_parameters()}
        return {
            "model.embed_tokens.weight": self.embedding.factors,
            "model.embed_tokens.factors": self.embedding.numbers,
            "model.norm.weight": self.norm.weight,
            **inner,
        }

    @torch.no_grad()
    def load(self, weights):
        """Goes on from the tensors of a checkpoint with the same vocabulary."""
        for name, own in self.weights().items():
            if own.is_floating_point():
                own.copy_(weights[name])
            elif not torch.equal(own, weights[name]):
                raise ValueError("The checkpoint has another vocabulary.")
