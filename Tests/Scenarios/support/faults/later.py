"""What cannot be tried yet."""

from .case import Book, NotRun

book = Book()


@book.case("F-16", "backup under load, restored")
def backup(run):
    raise NotRun("no backup command yet")
