"""The embedded reader in PyTorch: a Qwen2 decoder (Llama with biases) with the parameter names of the HF layout."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from reader_init import begin
from rotary import rotary_tables, turned


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x):
        return F.rms_norm(x, self.weight.shape, self.weight, self.eps)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        size, self.heads = c["hidden_size"], c["num_attention_heads"]
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(size, size, bias=name != "o_proj"))

    def forward(self, x, cos, sin, unseen=None):
        batch, length, size = x.shape
        split = lambda t: t.view(batch, length, self.heads, size // self.heads).transpose(1, 2)
        q, k, v = split(self.q_proj(x)), split(self.k_proj(x)), split(self.v_proj(x))
        out = attend(turned(q, cos, sin), turned(k, cos, sin), v, unseen)
        return self.o_proj(out.transpose(1, 2).reshape(batch, length, size))


def attend(q, k, v, unseen=None):
    """Causal attention, or with `unseen` (large and negative where a key is hidden from a query) added to the scores.

    In bfloat16 a processor does the plain products four times faster than PyTorch's fused kernel.
    """
    if not torch.is_autocast_enabled("cpu"):
        return F.scaled_dot_product_attention(q, k, v, attn_mask=unseen, is_causal=unseen is None)
    if unseen is None:
        unseen = torch.full(2 * q.shape[-2:-1], -1e4, dtype=torch.bfloat16, device=q.device).triu(1)
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + unseen
    return scores.softmax(-1) @ v


class MLP(nn.Module):
    def __init__(self, c):
        super().__init__()
        size, inner = c["hidden_size"], c["intermediate_size"]
        self.gate_proj = nn.Linear(size, inner, bias=False)
        self.up_proj = nn.Linear(size, inner, bias=False)
        self.down_proj = nn.Linear(inner, size, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.self_attn, self.mlp = Attention(c), MLP(c)
        self.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])

    def forward(self, x, cos, sin, unseen=None):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, unseen)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))
        self.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])


class Reader(nn.Module):
    """Tied embeddings; `config` is the dictionary of config.json."""

    def __init__(self, config):
        super().__init__()
        self.model = Decoder(config)
        cos, sin = rotary_tables(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        begin(self, config)

    def hidden(self, tokens):
        return self.model.norm(self.streams(tokens)[-1])

    def streams(self, tokens):
        """The residual stream before each layer, and after the last."""
        streams = [self.model.embed_tokens(tokens)]
        cos, sin = self.cos[: tokens.shape[1]], self.sin[: tokens.shape[1]]
        for layer in self.model.layers:
            streams.append(layer(streams[-1], cos, sin))
        return streams

    def logits(self, hidden):
        return F.linear(hidden, self.model.embed_tokens.weight)

    def forward(self, tokens):
        return self.logits(self.hidden(tokens))
