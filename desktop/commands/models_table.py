"""What `rationale models` says of a model: as a JSON object and as cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalog.sizes import format_context, format_memory, format_size

if TYPE_CHECKING:
    from models.catalog.found.finding import FoundModel
    from models.catalog.inspection import ModelFile
    from models.catalog.load_plan import LoadPlan

HEADINGS = ("Model", "Size", "Quantization", "Context", "Thinks", "Fits", "From", "File")

OWNERS = {
    "bundled": "bundled",
    "downloaded": "downloaded",
    "added": "added by you",
    "folder": "your folder",
    "huggingface": "Hugging Face",
    "lmstudio": "LM Studio",
    "ollama": "Ollama",
    "jan": "Jan",
}


def cells(model: FoundModel, plan: LoadPlan | None) -> tuple[str, ...]:
    """Return one row of the list, in the order of `HEADINGS`."""
    file = model.file
    if file is None:
        name = model.label or model.path.name or "bundled"
        return (name, "", "", "", "", "", OWNERS[model.owner.value], model.problem)
    return (
        file.name,
        format_size(file.size_bytes),
        file.quantization,
        format_context(file.context_length),
        "in its own tags" if file.thought_format.native else "when asked to",
        fit_in_words(plan) if plan else "",
        OWNERS[model.owner.value],
        str(model.path),
    )


def fit_in_words(plan: LoadPlan) -> str:
    """Return whether it fits, or by how much it does not."""
    if plan.fits:
        return f"yes, {format_memory(plan.estimate.total)} at {format_context(plan.context_size)}"
    return f"no, {format_memory(plan.short_by)} short"


def as_object(model: FoundModel, plan: LoadPlan | None) -> dict[str, Any]:
    """Return the model for --json; "reference" is what --model takes."""
    reference = "bundled" if model.owner.value == "bundled" else str(model.path)
    head = {
        "reference": reference,
        "path": str(model.path),
        "from": model.owner.value,
        "label": model.label,
        "problem": model.problem,
    }
    facts = file_facts(model.file) if model.file else {}
    return head | facts | ({"fit": plan_facts(plan)} if plan else {})


def file_facts(file: ModelFile) -> dict[str, Any]:
    """Return what a model file is."""
    template = {} if file.has_chat_template and file.chat_template is None else {"chat_template": file.chat_template}
    return template | {
        "name": file.name,
        "path": str(file.path),
        "architecture": file.architecture,
        "parameters": file.parameters,
        "quantization": file.quantization,
        "size_bytes": file.size_bytes,
        "files": len(file.parts),
        "context_length": file.context_length,
        "layers": file.layers,
        "has_chat_template": file.has_chat_template,
        "thought_format": file.thought_format.name,
        "thinks_natively": file.thought_format.native,
        "model_id": file.model_id,
    }


def plan_facts(plan: LoadPlan) -> dict[str, Any]:
    """Return how a model would be loaded here, and what memory that takes."""
    estimate = plan.estimate
    return {
        "fits": plan.fits,
        "short_by_bytes": plan.short_by,
        "context_size": plan.context_size,
        "gpu_layers": plan.gpu_layers,
        "kv_type": plan.kv_type,
        "flash_attention": plan.flash_attention,
        "batch_tokens": plan.batch_tokens,
        "threads": plan.threads,
        "weights_bytes": estimate.weights,
        "context_bytes": estimate.context,
        "working_bytes": estimate.working,
        "total_bytes": estimate.total,
        "advice": plan.advice,
        "notes": list(plan.notes),
    }
