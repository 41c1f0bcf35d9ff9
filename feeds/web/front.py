"""What was answered before is answered again, before Flask: polls are the load."""

from collections.abc import Callable, Iterable
from typing import Any

from feeds.snapshot import Snapshot

Environ = dict[str, Any]
Answer = tuple[str, list[tuple[str, str]], list[bytes]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front:
    """A WSGI application around Flask's: a document on the shelf that was asked for in these words before."""

    def __init__(self, flask: Application, current: Callable[[], Snapshot]) -> None:
        self.flask, self.current = flask, current

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            snapshot = self.current()
        except Exception:  # Flask meets it again, reports it and says sorry
            return self.flask(environ, start_response)
        how = snapshot.dress.get(environ["QUERY_STRING"])
        if how is None or environ["REQUEST_METHOD"] != "GET":
            return self.flask(environ, start_response)
        path = environ["PATH_INFO"]
        question = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_ACCEPT_ENCODING")
        held = snapshot.held(path, how)
        answer: Answer | None = held.answers.get(question) if held else None
        if held is None or answer is None:
            return self._remembering(environ, start_response, snapshot, (path, how), question)
        held.asked = True
        start_response(answer[0], answer[1])
        return answer[2]

    def _remembering(
        self, environ: Environ, start_response: Callable[..., Any], snapshot: Snapshot, key: Any, question: Any
    ) -> Iterable[bytes]:
        """Let Flask answer, and keep the answer beside its document, if it has one."""
        said: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            said[:] = status, headers
            return start_response(status, headers, *failed)

        body = [b"".join(self.flask(environ, remember))]
        held = snapshot.held(*key)
        if held and said[0][:3] in ("200", "304"):
            held.remember(question, (*said, body))
        return body
