"""Other versions of a model of the viewer's library: from the text of a file, or from the shelf."""

from data_access.errors import NotFound
from data_access.kept_models import kept_models, kept_texts
from data_access.library import model_of, versions_of
from data_access.scope import Scope
from data_access.stores import Stores
from supervision.declaration import load_models, read_model, read_version
from supervision.model_format import Model


def changed_version(
    stores: Stores, scope: Scope, model_id: str, text: str, fixtures: str | None = None
) -> Model:
    """Another version of a model, from the text of its file.

    It may take from the layers the model shares; fixtures None: those of the model as it stands.
    Raises UnknownName where no such model is in the viewer's library, ModelMistakes with
    everything wrong.
    """
    model = model_of(stores, scope, model_id)
    if model_id in load_models():
        return read_version(model_id, text, fixtures)
    known = kept_models(stores, scope, model_id)
    entry = next(one for one in known if one.version == model.version)
    own = kept_texts(stores, scope, entry.entry_id)
    return read_model(text, f"{model_id}.toml", fixtures or own.fixtures, own.shared)


def kept_version(stores: Stores, scope: Scope, model_id: str, version: int) -> Model:
    """A version of a model that is at hand, such as a draft beside what is in use.

    Raises UnknownName where no such model is in the viewer's library, NotFound for the version.
    """
    model_of(stores, scope, model_id)
    for one in versions_of(stores, scope, model_id):
        if one.version == version:
            return one
    raise NotFound(
        f"There is no version {version} of {model_id} at hand.",
        hint="`sijian shelf list` lists the versions that are kept.",
    )
