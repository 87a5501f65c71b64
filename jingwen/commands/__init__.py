"""One module a command; each has the function `command` that Typer calls."""
