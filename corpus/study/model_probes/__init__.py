"""Behavioural probes of a language model as a coder of events: does it answer the text and the definitions, or else what?"""

from .probing import ProbeReport, ProbeResult, probe

__all__ = ["ProbeReport", "ProbeResult", "probe"]
