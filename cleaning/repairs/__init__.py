"""The repairs, one file a fault, each with `TRIGGERS` and `propose(text, context)`; see `cleaning.order`."""
