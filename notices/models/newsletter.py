from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from notices.models.document import Document
from notices.models.scam import is_spanish


class NewsletterIssue(models.Model):
    """An issue of The Informer: composed by staff, published once, from then on never changed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    on = models.DateField(_("date of the issue"), unique=True)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    published_by = models.UUIDField(null=True)
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    # The printed form in each language, made when it is published: what is mailed, and the record.
    printed_en = models.OneToOneField(Document, null=True, on_delete=models.RESTRICT, related_name="+")
    printed_es = models.OneToOneField(Document, null=True, on_delete=models.RESTRICT, related_name="+")
    # When staff ordered its delivery to every payee.
    delivery_ordered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on"]
        verbose_name = _("issue of the newsletter")
        verbose_name_plural = _("issues of the newsletter")
        permissions = [
            ("publish_newsletterissue", "Can publish an issue of the newsletter and have it delivered")
        ]
        constraints = [
            models.CheckConstraint(
                name="published_issue_is_whole",
                condition=Q(state="draft", published_at=None)
                | Q(
                    state="published",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    printed_en__isnull=False,
                    printed_es__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="only_a_published_issue_is_delivered",
                condition=Q(delivery_ordered_at=None) | Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_en}, {date_format(self.on)}"

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_es if is_spanish() else self.title_en


class NewsletterSection(models.Model):
    """A piece of an issue. Its words are plain text with little markup (`notices.markup`)."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.RESTRICT, related_name="sections")
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    heading_en = models.CharField(_("heading in English"), max_length=120)
    heading_es = models.CharField(_("heading in Spanish"), max_length=120)
    words_en = models.TextField(_("words in English"), max_length=8000)
    words_es = models.TextField(_("words in Spanish"), max_length=8000)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.heading_en

    @property
    def heading(self) -> str:
        """The heading in the reader's language."""
        return self.heading_es if is_spanish() else self.heading_en

    @property
    def words(self) -> str:
        """The words in the reader's language."""
        return self.words_es if is_spanish() else self.words_en
