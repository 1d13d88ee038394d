"""The February statements on the command line: `manage.py statements plan 2025 --by EMAIL`, and so on."""

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from benefits.models import StatementRun
from benefits.services.statements import delivery, plan, release, rendering, runs
from benefits.services.statements.progress import progress, state_in_words, troubles
from benefits.services.statements.trouble import NotPossible
from sers_portal.base import jobs
from sers_portal.base.audit import SYSTEM, Actor

SECONDS_BETWEEN_LOOKS = 0.5
Step = Callable[[int, dict[str, Any]], None]


class Command(BaseCommand):
    help = "Plan, render, look after and release the February statements about a calendar year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=sorted(self.steps()))
        parser.add_argument("year", type=int, help="the calendar year the statements are about")
        parser.add_argument("--by", metavar="EMAIL", help="the member of staff who does it")
        parser.add_argument(
            "--workers", type=int, default=1, help="how many processes render (render, resume)"
        )
        parser.add_argument("--background", action="store_true", help="leave the rendering to the workers")
        parser.add_argument("--reason", default="", help="why the run is discarded")

    def handle(self, *args: Any, step: str, year: int, **options: Any) -> None:
        try:
            self.steps()[step](year, options)
        except NotPossible as reason:
            raise CommandError(str(reason)) from reason

    def steps(self) -> dict[str, Step]:
        """Every step by its name."""
        return {
            "plan": self.plan,
            "render": self.render,
            "stop": self.stop,
            "resume": self.resume,
            "release": self.release,
            "tell": self.tell,
            "discard": self.discard,
            "status": self.status,
            "work": self.work,
        }

    def plan(self, year: int, options: dict[str, Any]) -> None:
        """Write a row for each statement that is due."""
        run = plan.plan(year=year, by=self.staff(options, "benefits.add_statementrun"))
        self.say(f"Statements planned for {year}: {run.statements.count():,}. Next: statements render {year}")

    def render(self, year: int, options: dict[str, Any]) -> None:
        """Freeze and render, here or in the background."""
        run = runs.run_of(year)
        self.hand_out(runs.start, run, options)

    def resume(self, year: int, options: dict[str, Any]) -> None:
        """Go on with a run that was stopped or killed."""
        self.hand_out(runs.resume, runs.run_of(year), options)

    def stop(self, year: int, options: dict[str, Any]) -> None:
        """Take the waiting work back."""
        runs.stop(run=runs.run_of(year), by=self.actor(options))
        self.say(f"Stopped. What was made is kept. Go on with: statements resume {year}")

    def release(self, year: int, options: dict[str, Any]) -> None:
        """Let the statements out, by a second person."""
        by = self.staff(options, "benefits.release_statementrun")
        release.release(run=runs.run_of(year), by=by)
        self.say(
            f"Released the statements for {year}. People are told by e-mail or letter as workers get to it."
        )

    def tell(self, year: int, options: dict[str, Any]) -> None:
        """Try again to reach those who had neither account nor address."""
        count = delivery.tell_again(run=runs.run_of(year), by=self.actor(options))
        self.say(f"People we try to reach again: {count:,}")

    def discard(self, year: int, options: dict[str, Any]) -> None:
        """Give the run up, so that the year can be planned anew."""
        by = self.staff(options, "benefits.change_statementrun")
        runs.discard(run=runs.run_of(year), by=by, reason=options["reason"])
        self.say(f"Discarded. Plan anew with: statements plan {year}")

    def status(self, year: int, options: dict[str, Any]) -> None:
        """How far the run is."""
        run = runs.run_of(year)
        counted = progress(run)
        self.say(f"{run}, planned by {run.planned_by_name}: {state_in_words(run, counted)}")
        for kind in counted.kinds:
            self.say(f"  {kind.kind}: {kind.made:,} of {kind.planned:,} made")
        self.say(f"  {counted.percent}% made; {counted.waiting:,} waiting; {counted.set_aside:,} set aside")
        for trouble in troubles(run):
            names = ", ".join(statement.person.member_id for statement in trouble.statements)
            fate = "given up" if trouble.is_given_up else "to be tried again"
            self.say(f"  Member ID {names}, {fate} after {trouble.attempts} tries: {trouble.reason}.")
        if run.state == StatementRun.State.RELEASED:
            self.say(f"  statements nobody could be told about: {delivery.unreached(run).count():,}")

    def work(self, year: int, options: dict[str, Any]) -> None:
        """Work off the run's jobs without a word: what `render --workers` starts several times."""
        jobs.work_off(rendering.JOB, seconds=float("inf"))

    def hand_out(self, begin: Callable[..., int], run: StatementRun, options: dict[str, Any]) -> None:
        """Hand out the work, and unless it is left to the background, do it here and watch."""
        count = begin(run=run, by=self.actor(options))
        if options["background"]:
            self.say(f"Statements handed out: {count:,}. Watch with: statements status {run.year}")
            return
        self.watch(run, options["workers"])
        left = progress(run).waiting
        self.say(
            f"Statements not made: {left:,}. See why with: statements status {run.year}"
            if left
            else f"All statements for {run.year} are made. Next: look at samples, then statements release {run.year}"
        )

    def watch(self, run: StatementRun, workers: int) -> None:
        """Run the workers and show how far they are."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "statements", "work", str(run.year)]
        processes = [subprocess.Popen(command) for _ in range(max(workers, 1))]  # noqa: S603  our own command
        counted = progress(run)
        try:
            with tqdm(total=counted.planned, initial=counted.made, unit=" statements", disable=None) as bar:
                while any(process.poll() is None for process in processes):
                    time.sleep(SECONDS_BETWEEN_LOOKS)
                    bar.update(progress(run).made - bar.n)
        finally:
            for process in processes:
                process.terminate()
                process.wait()

    def staff(self, options: dict[str, Any], permission: str) -> Actor:
        """The member of staff named by --by, if they may do this."""
        email = (options["by"] or "").lower()
        user = User.objects.filter(email=email, is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError("Name a member of staff by e-mail address: --by EMAIL")
        if not user.has_perm(permission):
            raise CommandError(f"{email} may not do this: the permission {permission} is missing.")
        return user.actor

    def actor(self, options: dict[str, Any]) -> Actor:
        """Who does a step that the portal may also take by itself."""
        return self.staff(options, "benefits.change_statementrun") if options["by"] else SYSTEM

    def say(self, line: str) -> None:
        self.stdout.write(line)
