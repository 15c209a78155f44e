"""People and teams for tests."""

import factory
from django.contrib.auth.hashers import make_password

from people import actions
from people.models import Team, User

PASSWORD = "correct horse battery"


class TeamFactory(factory.django.DjangoModelFactory):
    """A team with a name of its own."""

    name = factory.Sequence(lambda n: f"Team {n}")
    slug = factory.Sequence(lambda n: f"team-{n}")

    class Meta:
        model = Team


class UserFactory(factory.django.DjangoModelFactory):
    """A colleague who may sign in with PASSWORD and reach the CMS."""

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@peerline.example")
    team = factory.SubFactory(TeamFactory)
    password_hash = factory.LazyFunction(lambda: make_password(PASSWORD))

    class Meta:
        model = User

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        superuser = kwargs.pop("is_superuser", False)
        return actions.add_person(is_superuser=superuser, is_staff=superuser, **kwargs)
