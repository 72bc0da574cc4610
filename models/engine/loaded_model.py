"""A model that is loaded and answers: everything that serves requests for it, freed together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.engine.adapters import AdapterShelf
from models.engine.chat_template import ChatTemplate
from models.engine.llama.context import Context
from models.engine.llama.model import Model
from models.engine.protocol import EngineMessage, Generate, Loaded, Score
from models.engine.runs import RunPlanner
from models.engine.scheduler import Scheduler


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that answers."""

    model: Model
    template: ChatTemplate
    context: Context
    shelf: AdapterShelf
    planner: RunPlanner
    scheduler: Scheduler
    loaded: Loaded

    def take(self, request: Generate | Score, send: Callable[[EngineMessage], None]) -> None:
        """Take up a request.

        Raises:
            Refusal: It cannot be carried out.
        """
        adapter = self.shelf.key(request.adapter)
        if isinstance(request, Generate):
            self.scheduler.add(self.planner.generation(request, send, adapter))
        else:
            self.scheduler.add(self.planner.scoring(request, send, adapter))

    def close(self) -> None:
        """Free all of it."""
        self.template.close()
        self.shelf.close()
        self.context.close()
        self.model.close()
