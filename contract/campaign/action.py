"""What is done to a campaign: one struct per action of its table (`contract.campaign.lifecycle`).

On line only: who plans sits at a desk; what is done in the field is done to the joint actions that it
opens."""

from __future__ import annotations

from typing import Annotated

import msgspec

from contract.action import Id, Instant, Note, Reason, Words
from contract.joint.action import Title, UnitCode

from .campaign import MOST_AREAS, MOST_GOALS, Campaign, Goal, Rhythm

Count = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class _CampaignAct(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="action",
):
    """Common to all: fields with defaults are left out on the wire."""


class PlanCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_plan"):
    """A new one, or (`ChangeCampaign`) what one that has not ended shall be from now on: opened rounds
    stay as they are."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    title: Title
    text: Words = ""
    lead: UnitCode
    wanted: Annotated[tuple[UnitCode, ...], msgspec.Meta(max_length=30)] = ()
    areas: Annotated[tuple[UnitCode, ...], msgspec.Meta(min_length=1, max_length=MOST_AREAS)]
    goals: Annotated[tuple[Goal, ...], msgspec.Meta(max_length=MOST_GOALS)] = ()
    from_at: Instant
    to_at: Instant
    every: Annotated[int, msgspec.Meta(ge=1, le=366)]
    rhythm: Rhythm
    minute: Annotated[int, msgspec.Meta(ge=0, le=1439)] = 540
    workdays: bool = True


class ChangeCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_change"):
    """What it shall be from now on."""

    plan: PlanCampaign
    reason: Reason


class StartCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_start"):
    note: Note = ""


class PauseCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_pause"):
    reason: Reason


class ResumeCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_resume"):
    """Rounds whose time passed while it stood are not opened by themselves any more; they may be by hand."""

    note: Note = ""


class OpenRound(_CampaignAct, frozen=True, kw_only=True, tag="campaign_open"):
    """A round's joint actions are proposed now; the system does so when its time has come."""

    round: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    note: Note = ""


class EndCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_end"):
    result: Reason


class CallOffCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_call_off"):
    reason: Reason


class SayOfCampaign(_CampaignAct, frozen=True, kw_only=True, tag="campaign_note"):
    note: Reason


CampaignAct = (
    PlanCampaign
    | ChangeCampaign
    | StartCampaign
    | PauseCampaign
    | ResumeCampaign
    | OpenRound
    | EndCampaign
    | CallOffCampaign
    | SayOfCampaign
)


class CampaignAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act on one campaign. The sender mints `action_id` and, for a plan, `campaign_id` (UUIDv7).
    `base_version` is the version that the person saw: every act but a note and the opening of a round is held
    to it."""

    action_id: Id
    campaign_id: Id
    base_version: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    act: CampaignAct


class CampaignAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a success says, now and at every replay."""

    action_id: str
    campaign: Campaign
    at: int
