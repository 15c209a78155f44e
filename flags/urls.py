"""Addresses of flags."""

from django.urls import path

from flags.views import cases, check, contesting, desk, log, marking, panel, public
from flags.views.annotations import annotations
from flags.views.settling import answer, settle, take_out, undo, withdraw

app_name = "flags"
urlpatterns = [
    path("new/", marking.new, name="new"),
    path("desk/", desk.desk, name="desk"),
    path("log/", log.log, name="log"),
    path("log/chain.csv", log.chain, name="chain"),
    path("log/days.csv", log.days, name="log_days"),
    path("log/feed.atom", log.feed, name="log_feed"),
    path("log/verify.py", log.script, name="log_script"),
    path("check/", check.check, name="check"),
    path("check/names/", check.change_names, name="names"),
    path("how/", public.how, name="how"),
    path("panel/", panel.seats, name="seats"),
    path("panel/<int:seat_id>/", panel.seat, name="seat"),
    path("panel/<int:seat_id>/take/", panel.take, name="seat_take"),
    path("panel/<int:seat_id>/decline/", panel.decline, name="seat_decline"),
    path("panel/<int:seat_id>/verdict/", panel.verdict, name="seat_verdict"),
    path("<uuid:case_id>/contest/", contesting.contest, name="contest"),
    path("<uuid:case_id>/advisor/", contesting.name_advisor, name="name_advisor"),
    path("<uuid:case_id>/advise/", contesting.advise, name="advise"),
    path("<uuid:case_id>/appeal/", contesting.appeal, name="appeal"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/take-out/", take_out, name="take_out"),
    path("<uuid:case_id>/settle/", settle, name="settle"),
    path("<uuid:case_id>/withdraw/", withdraw, name="withdraw"),
    path("<uuid:case_id>/undo/", undo, name="undo"),
    path("<uuid:case_id>/answer/", answer, name="answer"),
    path("desk/annotations.jsonld", annotations, name="annotations"),
]
