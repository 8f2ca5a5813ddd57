"""What cannot be tried yet."""

from .case import Book, NotRun

book = Book()


@book.case("F-15", "two versions side by side, downgrade refused")
def two_versions(run):
    raise NotRun("there is one version so far; an older server on a newer schema is refused, which StoreContract shows")


@book.case("F-16", "backup under load, restored")
def backup(run):
    raise NotRun("no backup command yet")
