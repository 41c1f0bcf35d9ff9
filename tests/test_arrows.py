"""The arrows between the rooms, as pyproject.toml lays them down."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.lists import ROOT


def test_every_arrow_points_from_the_list_to_the_answers(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
