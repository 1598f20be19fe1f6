from issues.api.moves import moves
from ledgers.models import IssuedPaper

IssuedPaperMoves = moves(IssuedPaper)
