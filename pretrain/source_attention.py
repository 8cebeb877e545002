"""A loss that shows a head where to look."""

import math

import torch
import torch.nn.functional as F

from rotary import turned


def source_loss(layer, head, x, cos, sin, sources):
    """Mean -log of the attention that a head of a layer pays to given positions; 0 if there are none.

    `x` [rows, length, width] is the stream before the layer; `sources` [rows, length] has the position that each token
    should look at, or a negative number.
    """
    asked = sources >= 0
    if not asked.any():
        return 0.0
    length, size = x.shape[1], cos.shape[1]
    cos, sin = cos[:length], sin[:length]
    at, attention = slice(head * size, (head + 1) * size), layer.self_attn
    x = layer.input_layernorm(x)
    part = lambda linear: turned(F.linear(x, linear.weight[at], linear.bias[at]), cos, sin)
    scores = part(attention.q_proj) @ part(attention.k_proj).mT / math.sqrt(size)
    later = torch.full((length, length), -1e4, device=x.device).triu(1)
    return F.cross_entropy((scores.float() + later)[asked], sources[asked])
