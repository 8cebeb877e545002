"""Shows the reader, early in training, what belongs together.

A question can be answered by chance from the kind of name it wants, and for "who …?" that guess looks at names, while
the answer has to be found by looking at the value: training stays at the guess for hours. A loss on the attention of
two heads, for the first part of training, leads past it (docs/embedded-model.md): one finds for each value of a
passage whom it is told of, through pronouns and joined clauses; one, a layer later, finds for each answer its value.
"""

import torch

from source_attention import source_loss

# (layer, head)
BINDING, ASKING = (1, 1), (2, 0)


def link_loss(model, streams, tokens, links, newline):
    """Mean -log of the attention that the two heads pay to what they are shown; `links` is 0 where nothing is."""
    is_passage = (tokens == newline).cumsum(1) == 0
    loss = 0.0
    for (layer, head), here in ((BINDING, is_passage), (ASKING, ~is_passage)):
        shown = torch.where(here & (links > 0), links, -1)
        loss = loss + source_loss(model.model.layers[layer], head, streams[layer], model.cos, model.sin, shown)
    return loss
