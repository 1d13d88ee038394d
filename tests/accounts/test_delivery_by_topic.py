"""Every topic a person can choose a way for is a topic that some sender writes about."""

import re
from pathlib import Path

import pytest

from accounts.models import DeliveryChoice

ROOT = Path(__file__).resolve().parents[2]
SENDERS = [
    text
    for app in ("accounts", "benefits", "reemployment")
    for path in (ROOT / app).rglob("services/**/*.py")
    if re.search(r"\breach\(", text := path.read_text())
]


@pytest.mark.parametrize("topic", DeliveryChoice.Topic, ids=str)
def test_a_topic_that_can_be_chosen_is_read_by_a_sender(topic):
    writes_about = re.compile(rf"\bTopic\.{topic.name}\b")

    assert any(writes_about.search(text) for text in SENDERS)
