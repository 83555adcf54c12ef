"""
What may go wrong between us and a model. What is raised costs its article, and says what to do.

    ModelFailure
    ├── PassingFailure   busy, broken, too slow, or no proper answer: another try may succeed
    ├── ServiceRefused   the service refuses such requests: the key, the model's name, a parameter
    └── BudgetSpent      the budget does not cover another request

A batch of a run asks a failure whether it is a `PassingFailure`; this is the place where it is told to try again.
"""

from __future__ import annotations

__all__ = ["BudgetSpent", "ModelFailure", "PassingFailure", "ServiceRefused"]


class ModelFailure(RuntimeError):
    """
    A model did not answer; the article is rejected with this as the reason.

    `was_read` says that the model may have read the text, which is then paid for.
    """

    was_read = True


class PassingFailure(ModelFailure):
    """A failure that may pass. `wait` are the seconds after which the service asks to be tried again, if it does."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class ServiceRefused(ModelFailure):
    """
    A failure that another try will have, too, until somebody changes a setting.

    `is_of_every_request` says that no other text would be answered either: the key is wrong, or the address.
    """

    def __init__(self, message: str, *, is_of_every_request: bool = False) -> None:
        super().__init__(message)
        self.is_of_every_request = is_of_every_request


class BudgetSpent(ModelFailure):
    """The budget does not cover another request."""
