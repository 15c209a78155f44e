"""Taking a guideline out of force in the CMS: by unpublishing or deleting its page, each with a reason.

Nothing of the record goes. Deleting takes the page with its drafts; the guideline stays readable at its address
and can be put back in force there (guidelines.views.restoring).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.delete import delete as wagtails_delete
from wagtail.admin.views.pages.unpublish import Unpublish

from guidelines import actions
from guidelines.forms import WithdrawForm
from guidelines.models import GuidelinePage, GuidelineRecord, Withdrawal


class GuidelineUnpublishView(Unpublish):
    """Asks why, and takes the guideline out of force."""

    template_name = "guidelines/cms/unpublish.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw and unpublish; 422 without a reason."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        _withdraw(request, self.object, form, Withdrawal.How.UNPUBLISHED)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question why."""
        return {"form": WithdrawForm(), **super().get_context_data(**kwargs)}


def delete(request: HttpRequest, page_id: int) -> HttpResponse:
    """Delete the page of a guideline; one in force needs a reason (422), for it goes out of force too."""
    page = get_object_or_404(GuidelinePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_delete():
        raise PermissionDenied
    record = GuidelineRecord.objects.recorded().filter(page_id=page_id).first()
    asks_why = record is not None and record.in_force
    form = WithdrawForm(request.POST or None) if asks_why else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form:
            _withdraw(request, page, form, Withdrawal.How.DELETED)
        return wagtails_delete(request, page_id)
    context = {"page": page, "record": record, "form": form, "next": get_valid_next_url_from_request(request)}
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "guidelines/cms/delete.html", context, status=status)


def _withdraw(request: HttpRequest, page: GuidelinePage, form: WithdrawForm, how: str) -> None:
    actions.withdraw(
        page_id=page.pk,
        now=timezone.now(),
        person_id=request.user.pk,
        reason=form.cleaned_data["reason"],
        how=how,
    )
