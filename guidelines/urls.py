"""Addresses of the guidelines app."""

from django.urls import path, register_converter

from guidelines.converters import DayConverter, NumberConverter
from guidelines.views import (
    acknowledging,
    blame,
    clause,
    compare,
    exports,
    feeds,
    hidden,
    history,
    pages,
    pending,
    pictures,
    proposals,
    publishing_rule,
    restoring,
    suggesting,
    watching,
)

register_converter(NumberConverter, "number")
register_converter(DayConverter, "day")

app_name = "guidelines"
urlpatterns = [
    path("guidelines/", pages.index, name="index"),
    path("guidelines/<slug:slug>/", pages.guideline, name="guideline"),
    path("guidelines/feed.atom", feeds.all_feed, name="feed_all"),
    path("guidelines/<slug:slug>/feed.atom", feeds.guideline_feed, name="feed"),
    path("guidelines/<slug:slug>.md", exports.markdown, name="markdown"),
    path("guidelines/<slug:slug>/history/", history.history, name="history"),
    path("publishing/", publishing_rule.of_all, name="publishing_all"),
    path("guidelines/<slug:slug>/publishing/", publishing_rule.of_guideline, name="publishing"),
    path("guidelines/<slug:slug>/hidden/", hidden.hidden, name="hidden"),
    path("guidelines/<slug:slug>/pending/", pending.pending, name="pending"),
    path("guidelines/<slug:slug>/pictures/", pictures.pictures, name="pictures"),
    path("guidelines/<slug:slug>/blame/", blame.blame, name="blame"),
    path("guidelines/<slug:slug>/clauses/<str:clause_id>/", clause.clause, name="clause"),
    path("guidelines/<slug:slug>/clauses/<str:clause_id>/suggest/", suggesting.suggest, name="suggest"),
    path("guidelines/<slug:slug>/suggest/", suggesting.suggest_new, name="suggest_new"),
    path("guidelines/<slug:slug>/proposals/", proposals.index, name="proposals"),
    path("guidelines/<slug:slug>/proposals/<number:proposal_id>/", proposals.proposal, name="proposal"),
    path("guidelines/<slug:slug>/proposals/<number:proposal_id>/edit/", suggesting.edit, name="proposal_edit"),
    path(
        "guidelines/<slug:slug>/proposals/<number:proposal_id>/support/",
        proposals.support,
        name="proposal_support",
    ),
    path(
        "guidelines/<slug:slug>/proposals/<number:proposal_id>/take-over/",
        proposals.take_over,
        name="proposal_take_over",
    ),
    path(
        "guidelines/<slug:slug>/proposals/<number:proposal_id>/decline/",
        proposals.decline,
        name="proposal_decline",
    ),
    path(
        "guidelines/<slug:slug>/proposals/<number:proposal_id>/take-in/",
        proposals.take_in,
        name="proposal_take_in",
    ),
    path("guidelines/<slug:slug>/proposals/<number:proposal_id>/ask/", proposals.ask, name="proposal_ask"),
    path("guidelines/<slug:slug>/v/<number:number>/", pages.version, name="version"),
    path("guidelines/<slug:slug>/v/<number:number>/restore/", restoring.restore, name="restore"),
    path("guidelines/<slug:slug>/v/<number:number>.json", exports.version_json, name="version_json"),
    path("guidelines/<slug:slug>/v/<number:number>/blame/", blame.blame, name="version_blame"),
    path("guidelines/<slug:slug>/on/<day:day>/", pages.on_day, name="on_day"),
    path(
        "guidelines/<slug:slug>/v/<number:number>/acknowledge/",
        acknowledging.acknowledge,
        name="acknowledge",
    ),
    path(
        "guidelines/<slug:slug>/v/<number:number>/clauses/<slug:clause_id>/acknowledge/",
        acknowledging.acknowledge_clause,
        name="acknowledge_clause",
    ),
    path("guidelines/<slug:slug>/watch/", watching.watch, name="watch"),
    path("guidelines/<slug:slug>/unwatch/", watching.unwatch, name="unwatch"),
    path("guidelines/<slug:slug>/clauses/<slug:clause_id>/watch/", watching.watch, name="watch_clause"),
    path("guidelines/<slug:slug>/clauses/<slug:clause_id>/unwatch/", watching.unwatch, name="unwatch_clause"),
    path("guidelines/<slug:slug>/compare/read...current/", acknowledging.compare_read, name="compare_read"),
    path("guidelines/<slug:slug>/compare/", compare.choose, name="compare_choose"),
    path("guidelines/<slug:slug>/compare/<number:a>...<number:b>/", compare.compare, name="compare"),
    path("guidelines/<slug:slug>/compare/<number:a>...<number:b>.json", compare.compare_json, name="compare_json"),
    path(
        "guidelines/<slug:slug>/compare/<number:a>...<number:b>.patch", exports.compare_patch, name="compare_patch"
    ),
    # What was mistyped below a guideline gets an answer that leads to its history.
    path("guidelines/<slug:slug>/<path:rest>/", pages.mistyped, name="mistyped"),
]
