"""What people decide on annotations, in files that last: read, found again in an article, applied, and compared."""

from .decision_files import DamagedLine, DecisionReading, append, read_decisions
from .decisions import Decision, DecisionContext

__all__ = [
    "DamagedLine",
    "Decision",
    "DecisionContext",
    "DecisionReading",
    "append",
    "read_decisions",
]
