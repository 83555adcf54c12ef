"""
The quote layer: who says what, in which words.

In the order of work (`annotator`, `article_reading`): `marks` pairs quotation marks, `frames` cuts the text into
sentences around them, `cues` finds the verbs of saying in each. A frame is read by `frame_reading`: attributions beside
their content (`attributions`, `incises`, `source_attributions`), contents that hang on a verb (`complements`) or a noun
(`speech_nouns`), and marks that are left over (`unclaimed_marks`). Other forms have their own modules: `transcripts`,
`dialogue`, `headlines`, and quotes that a frame announces for the next (`across_frames`). All of them make `candidates`,
whose sources are phrases (`noun_phrases`, `source_phrases`); `speakers` says who these are, in reading order.
"""

from .annotator import Quotes
from .settings import QuoteSettings

__all__ = ["QuoteSettings", "Quotes"]
