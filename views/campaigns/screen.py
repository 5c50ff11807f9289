"""整治: standing campaigns, their rounds by areas, and what is done to them. On line; what was known stays in
sight while the centre is away, and how old it is is said."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from console.errors import ConsoleError, EnvironmentFault
from console.joints.joints import JointChanges
from contract.campaign.campaign import Campaign, CampaignDetail, CampaignLine, CampaignList
from contract.campaign.guards import may_plan, offers
from views import words
from views.campaigns import naming
from views.campaigns.deeds import CampaignDeeds
from views.campaigns.page import PAGES, CampaignPage, page_name
from views.context import Context
from views.division.panels import ListPanel
from views.on_line import marked, nothing_here, why_not
from views.screen import Here, Screen
from widgets import theme
from widgets.action_bar import ActionBar, BarAction
from widgets.empty import BusyLine
from widgets.moments import age

_REST_MS = 300
"""However much changes, it is asked for once in so long."""
_KEPT = 24
"""So many are kept as last seen, for who goes to and fro between them, off line too."""
KEYS = {
    "campaign_plan": "N",
    "campaign_start": "S",
    "campaign_open": "O",
    "campaign_pause": "P",
    "campaign_resume": "U",
    "campaign_change": "E",
    "campaign_note": "M",
    "campaign_end": "F",
    "campaign_call_off": "X",
}
"""The letter of each act, in the bar's order."""
_DANGER = ("campaign_end", "campaign_call_off")


class CampaignScreen(Screen):
    """The screen. Its number counts those that run."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "campaigns", "")
        self.title = self.tr("Campaigns")
        self.setAccessibleName(self.title)
        theme.set_surface(self, "panel")
        self._at = 0
        self._asked = self._asking = False
        self._wanted = self._asking_one = ""
        self._again = False
        self._lines: dict[str, CampaignLine] = {}
        self._details: dict[str, CampaignDetail] = {}
        self.busy = BusyLine(self)
        self.says = QLabel(self)
        self.says.setObjectName("campaigns.says")
        self.says.setContentsMargins(12, 4, 12, 4)
        self.says.setWordWrap(True)
        theme.set_role(self.says, "dim")
        self.list = ListPanel(
            "campaigns.list",
            self.tr("Campaigns"),
            naming.columns(),
            lambda row, column: naming.cell(row, column, context.now(), context.reference),
            lambda row, column: naming.weigh(row, column, context.now(), context.reference),
            context.ticker,
            self,
            sort=("state", True),
            empty=("", ""),
            least=naming.LEAST,
        )
        self.page = CampaignPage(context, self)
        self.deeds = CampaignDeeds(context, self.window, self)
        self.bar = ActionBar(self, name=self.tr("Steps"))
        self.bar.setObjectName("campaigns.actions")
        theme.set_property(self.bar, "edge", "top")
        self._stand()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self._connect()
        self._bind()
        self._offer()
        self._say()

    def _stand(self) -> None:
        right = QWidget(self)
        theme.set_surface(right, "panel")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.bar)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("campaigns.split")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self.split.setSizes([theme.current().px(520), theme.current().px(820)])
        whole = QWidget(self)
        stand = QVBoxLayout(whole)
        stand.setContentsMargins(0, 0, 0, 0)
        stand.setSpacing(0)
        for part in (self.busy, self.says, self.split):
            stand.addWidget(part, 1 if part is self.split else 0)
        self.fill(whole)

    def _connect(self) -> None:
        desk = self.context.desk
        desk.heard.connect(self._on_heard)
        desk.joints.changed.connect(self._on_joints)
        desk.connection_changed.connect(self._on_connection)
        desk.session_changed.connect(self._on_connection)
        self.context.ticker.tick.connect(self._on_tick)
        self.list.chosen.connect(self._on_chosen)
        self.list.table.activated_row.connect(lambda _row: self.page.show_page(self.page.page()))
        self.bar.triggered.connect(self.begin)
        self.page.joint_wanted.connect(self._open_joint)
        self.page.said.connect(self.context.tell)
        self.deeds.done.connect(self._on_done)
        self.deeds.stale.connect(lambda _id: self.ask())

    def _bind(self) -> None:
        for action, letter in KEYS.items():
            self.keys.bind(letter, partial(self.begin, action), naming.act(action))
        for n, page in enumerate(PAGES, 1):
            self.keys.bind(str(n), partial(self.page.show_page, page), page_name(page))
        self.keys.bind("4", partial(self.context.go, "joint"), self.tr("To the joint board"))
        self.keys.bind(".", self.bar.open_more, self.tr("More actions"))
        self.keys.bind("Escape", self.escape, self.tr("Back"))

    # --- asking ------------------------------------------------------------------------------------------
    def enter(self) -> None:
        super().enter()
        if not self.page.matrix.hasFocus():
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask()

    def ask(self) -> None:
        """Asks for the list and the campaign in front, at most so often."""
        if self._rest.isActive() or self._asking:
            self._asked = True
            return
        self._asked = False
        desk = self.context.desk
        if why_not(desk):
            self._say()
            return
        self._asking = True
        self.busy.set_busy(not self._at)
        desk.run("campaigns", desk.campaigns.all(), self._on_list, self._on_failed, self)
        self._ask_one(self._wanted or self.list.current())

    def _rested(self) -> None:
        if self._asked and self.isVisible():
            self.ask()

    def _on_list(self, found: CampaignList) -> None:
        self._asking = False
        self.busy.set_busy(False)
        self._at = found.at
        self._lines = {line.campaign.id: line for line in found.campaigns}
        self.list.show_rows({id_: (n, line) for n, (id_, line) in enumerate(self._lines.items())})
        if self._wanted and self.list.select(self._wanted):
            self._wanted = ""
        elif not self.list.current() and self._lines and not self._wanted:
            self.list.select(next(iter(self._lines)))
        if not self._lines:
            self.page.clear()
        self._say()
        self._offer()
        self.count_changed.emit()
        self._rest.start()

    def _on_failed(self, error: ConsoleError) -> None:
        self._asking = False
        self.busy.set_busy(False)
        self._say(self.context.desk.say(error.says))
        self._rest.start()

    def _on_chosen(self, id_: str) -> None:
        shown = self.page.detail
        if not id_ or (shown is not None and shown.campaign.id == id_):
            return
        if self._wanted != id_:
            # Who goes on to another waits no more for the one before.
            self._wanted = ""
        self._show_known(id_)
        self._ask_one(id_)

    def _show_known(self, id_: str) -> None:
        """What is known of one before the centre answers, which it may not."""
        line, held = self._lines.get(id_), self._details.get(id_)
        if line is None:
            return
        lacks = held is None and bool(why_not(self.context.desk))
        if held is None:
            held = CampaignDetail(at=self._at, campaign=line.campaign, goals=line.goals, cells=(), log=())
        elif held.campaign.version < line.campaign.version:
            held = replace(held, campaign=line.campaign, goals=line.goals)
        self.page.show_detail(held, lacks=lacks)
        self._offer()

    def _ask_one(self, id_: str) -> None:
        desk = self.context.desk
        if not id_ or why_not(desk):
            return
        if self._asking_one == id_:
            self._again = True
            return
        self._asking_one = id_
        self._again = False

        def ended() -> None:
            if self._asking_one == id_:
                self._asking_one = ""
                if self._again:
                    self._ask_one(id_)

        def done(detail: CampaignDetail) -> None:
            self._keep_detail(detail)
            if id_ in (self.list.current(), self._wanted):
                self.page.show_detail(detail)
                self._offer()
            ended()

        def failed(error: ConsoleError) -> None:
            if id_ == self._wanted and not isinstance(error, EnvironmentFault):
                # It is not to be seen from here: what is under the cursor is asked for again.
                self._wanted = ""
                self.context.tell(desk.say(error.says))
                self.ask()
            ended()

        desk.run("a campaign", desk.campaigns.one(id_), done, failed, self)

    def _keep_detail(self, detail: CampaignDetail) -> None:
        self._details.pop(detail.campaign.id, None)
        self._details[detail.campaign.id] = detail
        while len(self._details) > _KEPT:
            del self._details[next(iter(self._details))]

    def _on_heard(self, kind: str) -> None:
        if kind in ("", "campaign") and self.isVisible():
            self.ask()

    def _on_joints(self, changes: JointChanges) -> None:
        """Its goals and cells may be others."""
        if not self.isVisible():
            return
        joints = self.context.desk.joints
        held = [joints.get(id_) for id_ in changes.changed]
        if any(one is not None and one.campaign is not None for one in held):
            self.page.show_cells()
            self.ask()

    def _on_connection(self) -> None:
        self._say()
        self._offer()
        campaign = self._campaign()
        if campaign is not None and why_not(self.context.desk):
            # An answer that was under way does not come any more.
            self._show_known(campaign.id)
        if self.isVisible() and self.context.desk.connection.link == "live":
            self.ask()

    def _on_tick(self) -> None:
        if self.isVisible() and self.context.now() // 1000 % 15 == 0:
            self.page.pass_time()
            if not self.says.isHidden():
                self._say()

    def _say(self, wrong: str = "") -> None:
        away = why_not(self.context.desk)
        old = ""
        if self._at:
            old = self.tr("as it was {age}").format(age=age((self.context.now() - self._at) / 1000))
        self.says.setText(words.dotted((wrong or away, old)))
        self.says.setVisible(bool(away or wrong))
        none = self.tr("No campaign yet")
        plan = self.tr("N plans one: joint actions round by round, one in each of its areas.")
        self.list.table.set_empty(*nothing_here(self.context.desk, bool(self._at), none, plan))

    # --- what may be done --------------------------------------------------------------------------------
    def _campaign(self) -> Campaign | None:
        return self.page.detail.campaign if self.page.detail is not None else None

    def _may(self) -> list[str]:
        actor, campaign, reference = self.context.desk.actor, self._campaign(), self.context.reference
        if actor is None:
            return []
        found = {row.action for row in offers(campaign, actor, reference)} if campaign is not None else set()
        if may_plan(actor, reference):
            found.add("campaign_plan")
        return [action for action in KEYS if action in found]

    def _offer(self) -> None:
        away = why_not(self.context.desk)
        actions = []
        may = self._may()
        first = next((one for one in may if one != "campaign_plan"), "")
        for action in may:
            text = naming.act(action)
            actions.append(
                BarAction(
                    action,
                    marked(text) if away else text,
                    KEYS[action],
                    action == first and not away,
                    not away,
                    away,
                    danger=action in _DANGER,
                )
            )
        self.bar.set_actions(actions)
        self.bar.setVisible(bool(actions))

    def begin(self, action: str) -> None:
        """Opens the form of an act, or says why not."""
        if action not in self._may():
            self.context.tell(self.tr("“{act}” is not yours to do here now").format(act=naming.act(action)))
            return
        campaign = None if action == "campaign_plan" else self._campaign()
        n = 0
        if action == "campaign_open" and campaign is not None:
            n = self._round_to_open(campaign)
        self.deeds.begin(action, campaign, n)

    def _round_to_open(self, campaign: Campaign) -> int:
        """The round under the cursor where it waits, else the next."""
        at = self.page.matrix.current()
        waiting = {str(one.n): one.n for one in campaign.rounds if one.opened_at is None}
        after = campaign.next_round
        return waiting.get(at[0], 0) if at is not None and at[0] in waiting else after.n if after else 0

    def _on_done(self, campaign: Campaign) -> None:
        if campaign.id not in self._lines:
            self._wanted = campaign.id
        self.ask()

    def _open_joint(self, joint_id: str) -> None:
        look = self.context.look_at_joint
        if look is None or self.context.desk.joints.get(joint_id) is None:
            self.context.tell(self.tr("This joint action is not on your board"))
            return
        look(joint_id)

    def show_campaign(self, campaign_id: str) -> None:
        """Puts the cursor on a campaign, also one that is still to be asked for."""
        self._wanted = "" if self.list.select(campaign_id) else campaign_id
        self.ask()

    # --- what the frame asks -----------------------------------------------------------------------------
    def here(self) -> list[Here]:
        """The acts on the campaign in front, and all others there are: for the palette."""
        campaign = self._campaign()
        on = campaign.number if campaign is not None else ""
        acts = [
            Here(action, naming.act(action), KEYS[action], on, partial(self.begin, action))
            for action in self._may()
        ]
        return acts + [
            Here(
                f"campaign:{id_}",
                line.campaign.title,
                line.campaign.number,
                naming.state(line.campaign.state),
                partial(self.show_campaign, id_),
            )
            for id_, line in self._lines.items()
        ]

    def count(self) -> int | None:
        """Those that run, None before the centre has said it."""
        if not self._at:
            return None
        return sum(line.campaign.state == "running" for line in self._lines.values())

    def escape(self) -> None:
        """Back to the list."""
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
