"""Scores learned from decisions: never from too few, near ours where little is known, and told before they are taken."""

from __future__ import annotations

import numpy as np
import pytest
from judged_samples import OURS, judged_article, judged_articles

from pressmark.annotators.scoring import Scorer, SignWeights
from pressmark.study.learning.layer_judges import JUDGES
from pressmark.study.learning.layer_learning import LayerLearning, learn_layer
from pressmark.study.learning.left_out_measures import (
    HitCounts,
    calibration_error,
    f1_of,
    fitted_scorer,
    interval_of_gain,
)
from pressmark.study.learning.prior_regression import (
    fit_difference,
    log_loss,
    probabilities,
)
from pressmark.study.learning.score_fitting import fit_column

QUOTES = JUDGES["quotes"]
GOOD, BAD = ("rule: incise", True), ("rule: that", False)


def _learned(articles: list[object], **values: object) -> LayerLearning:
    minimum = values.get("minimum")
    return learn_layer(QUOTES, "fr", articles, OURS, minimum)  # type: ignore[arg-type]


def test_nothing_moves_under_a_prior_that_is_sure() -> None:
    signs = np.ones((4, 1))

    difference = fit_difference(signs, np.zeros(4), np.ones(4), np.array([1e9]))

    assert abs(difference[0]) < 1e-6


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_under_a_weak_prior_scores_become_what_is_borne_out(share: float) -> None:
    right = np.array([1.0] * round(100 * share) + [0.0] * round(100 * (1 - share)))

    (difference,) = fit_difference(
        np.ones((100, 1)), np.full(100, 2.0), right, np.array([1e-6])
    )

    assert probabilities(np.array([2.0 + difference]))[0] == pytest.approx(
        share, abs=1e-3
    )


def test_a_fit_is_the_best_of_its_neighbours() -> None:
    generator = np.random.default_rng(3)
    signs = generator.integers(0, 2, size=(60, 5)).astype(float)
    right = (generator.random(60) < probabilities(signs @ np.arange(5) - 4)).astype(
        float
    )
    strengths = np.full(5, 2.0)

    def loss(difference: object) -> float:
        scores = probabilities(signs @ difference)
        return 60 * log_loss(scores, right) + float((difference**2).sum())  # type: ignore[operator]

    best = fit_difference(signs, np.zeros(60), right, strengths)

    for step in np.concatenate([np.eye(5), -np.eye(5)]):
        assert loss(best) <= loss(best + 0.05 * step)


@pytest.mark.parametrize(
    ("count", "quotes", "lack"),
    [
        (9, [GOOD] * 3 + [BAD] * 3, "9 reviewed articles, it needs 10"),
        (40, [GOOD], "0 wrong annotations, it needs 10"),
        (40, [BAD], "0 right annotations, it needs 10"),
        (0, [], "0 reviewed articles, it needs 10"),
    ],
)
def test_too_few_decisions_teach_nothing_and_say_how_many_it_needs(
    count: int, quotes: list[tuple[str, bool]], lack: str
) -> None:
    learning = _learned(judged_articles(count, quotes))  # type: ignore[arg-type]

    assert lack in learning.lacks
    assert learning.scorer is None
    assert learning.gain is None
    assert lack in learning.as_json()["lacks"]


def test_what_is_always_wrong_is_dropped_in_articles_left_out() -> None:
    learning = _learned(judged_articles(20, [GOOD, GOOD, BAD]))  # type: ignore[arg-type]

    assert learning.before is not None
    assert learning.after is not None
    assert learning.before.f1["e2e"] == pytest.approx(2 * 40 / (60 + 40))
    assert learning.after.f1["e2e"] == 1
    assert learning.gain == pytest.approx(0.2)
    assert not learning.is_loss
    assert learning.scorer is not None
    good = learning.scorer.probability("score", [GOOD[0], "label: direct"])
    bad = learning.scorer.probability("score", [BAD[0], "label: direct"])
    assert bad < learning.scorer.minimum < good  # type: ignore[operator]


def test_quotes_that_no_rule_finds_lower_the_minimum_which_is_half_of_f1() -> None:
    quotes = [GOOD, ("rule: colon", True), BAD]
    all_found, _ = fitted_scorer(QUOTES, judged_articles(20, quotes), OURS)
    many_missing, _ = fitted_scorer(
        QUOTES, judged_articles(20, quotes, missing=6), OURS
    )

    assert all_found.minimum == 0.5
    assert many_missing.minimum == pytest.approx(2 / (2 + 8), abs=0.01)


def test_a_sign_of_too_few_articles_keeps_the_weight_that_we_gave_it() -> None:
    articles = judged_articles(17, [GOOD, BAD])
    articles += [judged_article(f"b{n}", [("rule: rare", False), BAD]) for n in range(3)]  # fmt: skip
    prior = Scorer({"score": SignWeights(0.0, {"rule: rare": 1.5, "rule: that": 1.5})})

    weights = fit_column("score", articles, prior).weights

    assert weights.weights["rule: rare"] == 1.5
    assert weights.weights["rule: that"] < 1.5


def test_a_minimum_of_the_settings_stays() -> None:
    learning = _learned(judged_articles(20, [GOOD, BAD]), minimum=0.9)  # type: ignore[arg-type]

    assert learning.before is not None
    assert learning.after is not None
    assert (learning.before.minimum, learning.after.minimum) == (0.9, 0.9)


def test_a_language_without_weights_learns_from_nothing() -> None:
    learning = learn_layer(
        QUOTES, "de", judged_articles(20, [GOOD, BAD], language="de"), Scorer({}), None
    )

    assert learning.before is not None
    assert learning.before.calibration == {}
    assert learning.after is not None
    assert learning.after.f1["e2e"] == 1


def test_the_same_decisions_give_the_same_weights() -> None:
    articles = judged_articles(15, [GOOD, GOOD, BAD], missing=1)
    first, second = (_learned(articles).as_json() for _ in range(2))  # type: ignore[arg-type]

    assert first == second


def test_a_loss_of_more_than_half_a_point_is_a_loss() -> None:
    learning = _learned(judged_articles(20, [GOOD, BAD]))  # type: ignore[arg-type]
    swapped = LayerLearning(
        layer="quotes",
        language="fr",
        evidence=learning.evidence,
        measure="e2e",
        before=learning.after,
        after=learning.before,
        interval=(-0.4, -0.2),
        scorer=OURS,
    )

    assert not learning.is_loss
    assert swapped.is_loss


def test_an_interval_holds_the_gain_of_articles_that_are_alike() -> None:
    before = [HitCounts(4, 4, {"e2e": 2})] * 20
    after = [HitCounts(4, 4, {"e2e": 3})] * 20

    assert interval_of_gain(before, after, "e2e") == pytest.approx((0.25, 0.25))
    assert f1_of(after, "e2e") - f1_of(before, "e2e") == 0.25


def test_scores_that_are_borne_out_have_no_calibration_error() -> None:
    scores = np.array([0.75, 0.75, 0.75, 0.75])

    assert calibration_error(scores, np.array([1.0, 1.0, 1.0, 0.0])) == 0
    assert calibration_error(scores, np.zeros(4)) == 0.75


def test_a_column_of_which_too_little_is_known_keeps_our_weights() -> None:
    # Speakers are right wherever the words are: nothing tells right ones from wrong ones.
    scorer, fits = fitted_scorer(QUOTES, judged_articles(20, [GOOD, BAD]), OURS)

    assert set(fits) == {"score"}
    assert scorer.models["speaker_score"] == OURS.models["speaker_score"]
