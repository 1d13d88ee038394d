"""How pages and e-mails say what an account's diary keeps."""

from django import template

from accounts.wording import say_kept

register = template.Library()

register.filter("say_kept", say_kept)
