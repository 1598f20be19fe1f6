"""The auditor's acts: proving the chain. That somebody asked is itself a fact."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from rectify.accounts import policies
from rectify.accounts.models import User
from rectify.audit import proofs
from rectify.audit.models import ChainHead, Proof
from rectify.audit.trail import Break, record, verify
from rectify.lib.errors import Conflict
from rectify.workflow.move import demand_all


@dataclass(frozen=True)
class ChainResult:
    """How many events hold, the end of the chain then, and the first break (None: whole)."""

    count: int
    head: str
    broken: Break | None

    @property
    def words(self) -> str:
        if self.broken is None:
            return f"{self.count:,} 条全部相接，内容与当时的校验码相符"
        return f"前 {self.count:,} 条完好，第 {self.broken.number} 条不对：{self.broken.why}"


@transaction.atomic
def check_chain(*, by: User) -> ChainResult:
    """Walk the whole chain and note in it what was found."""
    demand_all([policies.auditor(by)])
    count, broken = verify()
    head, _ = ChainHead.objects.get_or_create(pk=1)
    result = ChainResult(count, head.digest, broken)
    record("audit.chainhead.verify", head, by=by, result=result.words)
    return result


@transaction.atomic
def ask_proof(*, by: User, since: date | None = None) -> Proof:
    """Have everything that is sealed, or what was since a day, worked out again; a worker begins within a minute. Raises Conflict
    while another is under way."""
    demand_all([policies.auditor(by)])
    if proofs.unfinished():
        raise Conflict("已经在核验，做完再开始下一次")
    return proofs.begin(by=by, since=since)
