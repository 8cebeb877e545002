"""Shows the reader, early in training, where in the passage an answer stands.

A question can be answered by chance from the kind of name it wants, and for "who …?" that guess looks at names, while
the answer has to be found by looking at the value: training stays at the guess for hours. A loss on the attention of
one head, for the first part of training, leads past it (docs/embedded-model.md).
"""

import torch

from source_attention import source_loss

LAYER = 1


class Sources:
    def __init__(self, tokenizer):
        self.stop = tokenizer.token_to_id(".")
        self.newline = tokenizer.token_to_id("\u010a")
        self.passage = tokenizer.token_to_id("Passage:")

    def find(self, tokens, known):
        """For each first token that follows from the passage: (row, position before it, last token of its sentence).

        The sentence is the one that shares most tokens with the line of the answer; where two do, it is left out.
        """
        found = []
        for b, (row, follows) in enumerate(zip(tokens.tolist(), known.tolist())):
            if row[1] != self.passage or self.newline not in row:
                continue
            lines = [i for i, token in enumerate(row) if token == self.newline]
            stops = [i for i in range(lines[0]) if row[i] == self.stop]
            sentences = [set(row[a + 1 : b]) for a, b in zip([1, *stops], stops)]
            for start, end in zip(lines, [*lines[1:], len(row)]):
                first = next((p for p in range(start, end) if follows[p] and not follows[p - 1]), None)
                if first is None:
                    continue
                line = set(row[start:end])
                shared = sorted(((len(line & words), i) for i, words in enumerate(sentences)), reverse=True)
                if shared[0][0] >= 3 and (len(shared) == 1 or shared[0][0] > shared[1][0]):
                    found.append((b, first - 1, stops[shared[0][1]] - 1))
        return found

    def loss(self, model, tokens, known):
        """Mean -log of the attention that the first head of the second layer pays to the sources; 0 without any."""
        found = self.find(tokens, known)
        if not found:
            return 0.0
        sources = torch.full_like(tokens, -1)
        for row, asker, source in found:
            sources[row, asker] = source
        return source_loss(model.model.layers[LAYER], 0, model.layers(tokens, LAYER), model.cos, model.sin, sources)
