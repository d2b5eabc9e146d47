"""How templates are kept: compiled once for each language, with its words in them, and what all of them know
is one dictionary.

A page of results says some thirty sentences that never change. Jinja asks for each of them whenever a page is
made; as constants they are part of the text around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from types import FunctionType
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, PrefixLoader, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from jinja2.utils import internalcode

from indexer.language.languages import LANGUAGES
from web.language.choice import read_language
from web.language.words import translate


class _Constants(Extension):
    """Has `_('words')` stand for the words themselves in the language that a template is compiled for."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Return the tokens of a template."""
        read: list[Token] = []
        for token in stream:
            read.append(token)
            if [each.type for each in read[-4:]] == _CALL and read[-4].value == "_":
                line, words = token.lineno, translate(read[-2].value)
                # With the filter they are written as they are, as those that a call returns.
                read[-4:] = [
                    Token(line, "string", words),
                    Token(line, "pipe", "|"),
                    Token(line, "name", "safe"),
                ]
        return iter(read)


_CALL = ["name", "lparen", "string", "rparen"]


class _Context(Context):
    """What a template knows, which calls plain functions as they are: Jinja looks twice at each whether it
    wants to be given the context.
    """

    @internalcode
    def call(self, function: Callable[..., Any], /, *given: Any, **named: Any) -> Any:
        """Return what a function returns."""
        if type(function) is not FunctionType or function.__dict__:  # Jinja notes there what it wants
            return super().call(function, *given, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return function(*given, **named)


class Templates(Environment):
    """Flask's environment, quicker where a page begins and where it says something."""

    context_class = _Context

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.add_extension(_Constants)
        if isinstance(self.loader, BaseLoader):
            # A template is compiled while a page in its language is made.
            self.loader = PrefixLoader({language.code: self.loader for language in LANGUAGES})

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Return a template for the language of the page."""
        if isinstance(name, str):
            name = f"{read_language().code}/{name}"
        return super().get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows beside what it is given."""
        # Jinja makes a ChainMap of it, which is walked through name by name for every page.
        return self.globals if d is None else super().make_globals(d)
