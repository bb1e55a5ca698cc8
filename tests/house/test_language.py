"""Every word a person sees is written once in Chinese and has its English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

from app.config import settings
from app.console import language

TEMPLATES = sorted(language.APP.glob("**/templates/**/*.html"))
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
TRANSLATED = {"_", "_l", "N_", "gettext", "ngettext", "lazy_gettext"}
# Modules whose Chinese is data, not pages.
DATA = (
    "acquisition/phones/columns.py",  # how people head the columns of their tables
    "console/language.py",  # the languages' own names
    "demo/command.py",  # told on the terminal, in both languages at once
    "demo/plan.py",  # what the simulated people are called and say
    "demo/run.py",  # the name of whom the demo logs in
    "demo/setting.py",  # the demo corp as its staff have set it up
    "demo/story.py",  # the story, told on the terminal
    "leads/defaults.py",  # names and words that a corp makes its own
)
# Words that go to WeCom or come from it, in whatever language a page is.
WECOMS = {
    "acquisition/regions/choosing.py": {"市"},  # the ending of a city's name, as people type it
    "demo/parts.py": {"你好", "多少钱？", "可以试用吗"},  # what the visitor's customer may say
    "insight/answers.py": {"商机", "线索"},  # what a member may write
    "leads/qualification.py": {"我通过了你的", "我已经添加了你"},
    "outreach/welcome.py": {"{客户昵称}", "{员工姓名}", "朋友", "顾问"},
    "sop/steps/task.py": {"客户：", "去完成"},
    "sop/wording.py": {"{客户昵称}", "{员工姓名}", "朋友", "名"},
}
CODE = [path for path in sorted(language.APP.glob("**/*.py")) if path.name != "sentences.py"]
SPOKEN = [path for path in CODE if str(path.relative_to(language.APP)) not in DATA]
HAN = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[^{}]*\}")


def named(path: Path) -> str:
    return str(path.relative_to(language.APP))


def parsed(template: str) -> nodes.Template:
    environment = Environment(extensions=[InternationalizationExtension], autoescape=True)
    return environment.parse(template)


def bare_words(template: str) -> list[str]:
    """Chinese in a template that no translation can reach."""
    tree = parsed(template)
    inside_calls = {
        id(word)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATED
        for word in call.find_all(nodes.Const)
    }
    texts = [data.data for data in tree.find_all(nodes.TemplateData)]
    constants = [
        word.value
        for word in tree.find_all(nodes.Const)
        if isinstance(word.value, str) and id(word) not in inside_calls
    ]
    return [text.strip() for text in texts + constants if CHINESE.search(text)]


def words_in_code(text: str) -> list[str]:
    """Chinese in code that no translation can reach; docstrings are for us."""
    tree = ast.parse(text)
    reached: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            reached.add(id(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in TRANSLATED:
            reached |= {id(word) for word in ast.walk(node)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence":
            reached.add(id(node.args[0]))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in reached and HAN.search(node.value)
    ]


def test_the_test_sees_bare_words_in_code_and_only_those():
    assert words_in_code('flash("已保存")') == ["已保存"]
    assert words_in_code('f"第 {number} 版"') == ["第 ", " 版"]
    assert words_in_code('"""客户。"""\nflash(_("已保存"))\nNAMES = {"a": _l("客户")}') == []

    assert words_in_code('Sentence("通过%(name)s", {"name": "展会"})') == ["展会"]


@pytest.mark.parametrize("path", SPOKEN, ids=named)
def test_no_code_has_words_of_its_own(path: Path):
    assert set(words_in_code(path.read_text())) == WECOMS.get(named(path), set())


def sentences_in(text: str) -> list[ast.Call]:
    """Where code makes a sentence to be kept."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func) == "Sentence"]


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_kept_sentence_is_written_out_and_gives_what_it_names(path: Path):
    known = {message.id for message in language.english()}
    for call in sentences_in(path.read_text()):
        said = call.args[0]
        assert isinstance(said, ast.Constant), "a msgid that is put together is in no catalogue"
        assert said.value in known
        given = call.args[1] if len(call.args) > 1 else ast.Dict([], [])
        assert isinstance(given, ast.Dict)
        names = {ast.literal_eval(key) for key in given.keys if key is not None}
        assert set(re.findall(r"%\((\w+)\)s", str(said.value))) == names


def test_the_test_sees_bare_words_and_only_those():
    assert bare_words("<p>客户</p>{{ _('活码') }}") == ["<p>客户</p>"]
    assert bare_words("{{ card('客户') }}{{ card(_('客户')) }}") == ["客户"]
    assert bare_words("{# 客户 #}{% trans %}客户{% endtrans %}") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_has_words_of_its_own(path: Path):
    assert bare_words(path.read_text()) == []


@pytest.fixture(scope="module")
def environment() -> Iterator[Environment]:
    """What templates meet in the whole app: its filters, tests, globals and extensions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_KEY", "a key for tests")
        patch.setenv("DEMO", "1")
        settings.cache_clear()
        from wsgi import create_app

        yield create_app().jinja_env
    settings.cache_clear()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_template_compiles_and_holds_nothing_inline(path: Path, environment: Environment):
    text = path.read_text()
    environment.compile(text)
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|hx-on|javascript:|<script>", text)


def test_every_word_has_its_english():
    kept = {message.id: message for message in language.english() if message.id}
    used = [message.id for message in language.words_in() if message.id]
    missing = [word for word in used if word not in kept or not kept[word].string]
    assert missing == [], "run `python -m app.console.language --extract` and translate"
    assert [word for word in used if kept[word].fuzzy] == []
    assert sorted(map(str, set(kept) - set(used))) == [], "the catalogue keeps unused words"


def test_english_is_english():
    words = [message.string for message in language.english() if message.id]
    assert [word for word in words if CHINESE.search(str(word))] == []


def test_english_keeps_every_placeholder():
    for message in language.english():
        if isinstance(message.id, str) and message.id:
            wanted = sorted(PLACEHOLDER.findall(message.id))
            assert sorted(PLACEHOLDER.findall(str(message.string))) == wanted, message.id
