from django.db import models

from benefits.models.lump_sum import LumpSum


class BeneficiaryLetter(models.Model):
    """A letter about a granted share to its beneficiary, who is not the claimant: the claimant never sees it.

    Whether it came back is the letter's own state.
    """

    share = models.ForeignKey(LumpSum, on_delete=models.RESTRICT, related_name="letters")
    letter = models.OneToOneField("notices.Letter", on_delete=models.RESTRICT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"letter to {self.share.payee_name}"
