<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActFields</name>
    <message>
        <source>Where exactly: road, number, landmark</source>
        <translation>具体位置：道路、门牌、标志物</translation>
    </message>
    <message>
        <source>Number or words of the ticket it belongs to</source>
        <translation>并入哪件：编号或文字</translation>
    </message>
    <message>
        <source>Item: words, code or pinyin initials</source>
        <translation>事项：文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Unit: words, code or pinyin initials</source>
        <translation>单位：文字、编码或拼音首字母</translation>
    </message>
</context>
<context>
    <name>ActForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Evidence asked for: {kinds}</source>
        <translation>须附：{kinds}</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>备注（选填）</translation>
    </message>
    <message>
        <source>Place (optional)</source>
        <translation>地点（选填）</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Merge into</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>How satisfied is the reporter</source>
        <translation>反映人是否满意</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Why it is not admitted; the reporter is told this</source>
        <translation>为什么不予受理；会告知反映人</translation>
    </message>
    <message>
        <source>Why it is not yours, and whose it may be</source>
        <translation>为什么不属本单位，可能属于谁</translation>
    </message>
    <message>
        <source>What is still wrong on the spot</source>
        <translation>现场还有什么问题</translation>
    </message>
    <message>
        <source>What the reporter is not satisfied with</source>
        <translation>反映人对什么不满意</translation>
    </message>
    <message>
        <source>What was done, by whom, with what result</source>
        <translation>做了什么、由谁做、结果如何</translation>
    </message>
    <message>
        <source>Still to add: {kinds}</source>
        <translation>还须添加：{kinds}</translation>
    </message>
    <message>
        <source>Write the reason; it goes into the timeline</source>
        <translation>请写明原因，将记入时间线</translation>
    </message>
    <message>
        <source>Write what was done</source>
        <translation>请写明处置结果</translation>
    </message>
    <message>
        <source>Choose the item from the list</source>
        <translation>请从列表中选择事项</translation>
    </message>
    <message>
        <source>Choose the unit from the list</source>
        <translation>请从列表中选择单位</translation>
    </message>
    <message>
        <source>Choose the grid, or a larger area if the grid is not known</source>
        <translation>请选择网格；不知道网格时选择社区或街道</translation>
    </message>
    <message>
        <source>Choose the ticket it belongs to</source>
        <translation>请选择并入的工单</translation>
    </message>
    <message>
        <source>Choose one of the three</source>
        <translation>请选择其中一项</translation>
    </message>
    <message>
        <source>Add at least one file</source>
        <translation>请至少添加一个文件</translation>
    </message>
    <message>
        <source>Write a line; it goes into the timeline</source>
        <translation>请写一句话，将记入时间线</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>… and dispatch to {unit}</source>
        <translation>并派遣 {unit}</translation>
    </message>
    <message>
        <source>still to give: {what}</source>
        <translation>尚缺：{what}</translation>
    </message>
    <message>
        <source>On what ground</source>
        <translation>研判依据</translation>
    </message>
    <message>
        <source>Why the clocks shall stand</source>
        <translation>挂起原因</translation>
    </message>
    <message>
        <source>Kind of supervision</source>
        <translation>督办类型</translation>
    </message>
    <message>
        <source>To be answered by</source>
        <translation>回复期限</translation>
    </message>
    <message>
        <source>How much longer</source>
        <translation>延期时长</translation>
    </message>
    <message>
        <source>Why the limit is not enough, and what happens until then</source>
        <translation>为何时限不够，延期期间如何安排</translation>
    </message>
    <message>
        <source>What has to come about before work can go on</source>
        <translation>须具备什么条件才能继续办理</translation>
    </message>
    <message>
        <source>Why it is outside the powers of this level</source>
        <translation>为何超出本级权限</translation>
    </message>
    <message>
        <source>Why it is this unit&apos;s; both units read this</source>
        <translation>为何应由该单位办理，两家单位均可见</translation>
    </message>
    <message>
        <source>Why it is not the same matter</source>
        <translation>为何不是同一件事</translation>
    </message>
    <message>
        <source>What is to be done, and what is to be answered</source>
        <translation>要求办什么、回复什么</translation>
    </message>
    <message>
        <source>How far it is, and when it will be done</source>
        <translation>办理进展和预计办结时间</translation>
    </message>
    <message>
        <source>How the danger was made safe</source>
        <translation>险情如何排除</translation>
    </message>
    <message>
        <source>Who answers for it, and what was decided</source>
        <translation>追究谁的责任、作出什么处理</translation>
    </message>
    <message>
        <source>Why it cannot be brought to its end in the usual way</source>
        <translation>为何不能按正常程序结案</translation>
    </message>
    <message>
        <source>Why the handling should not count as late</source>
        <translation>为何不应判为超时</translation>
    </message>
    <message>
        <source>Choose the ground</source>
        <translation>请选择研判依据</translation>
    </message>
    <message>
        <source>Choose one of the two</source>
        <translation>请从两项中选择</translation>
    </message>
    <message>
        <source>Type a time to come, such as 11-25 18:00 or 3d</source>
        <translation>请填写将来的时间，如 11-25 18:00 或 3天</translation>
    </message>
    <message>
        <source>Type how many</source>
        <translation>请填写数量</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>What this unit is to do</source>
        <translation>协办事项</translation>
    </message>
    <message>
        <source>What your unit did of it</source>
        <translation>本单位办了什么</translation>
    </message>
    <message>
        <source>Why the part is no longer needed</source>
        <translation>为何不再需要协办</translation>
    </message>
    <message>
        <source>Write what the unit is to do</source>
        <translation>请写明协办事项</translation>
    </message>
    <message>
        <source>What was repaired, and how</source>
        <translation>修复了什么，如何修复</translation>
    </message>
    <message>
        <source>How the place was restored to what it was</source>
        <translation>如何恢复原状</translation>
    </message>
    <message>
        <source>Choose the entry from the list, or F7 shows both lists</source>
        <translation>请从清单中选择条目，F7 查看两个清单</translation>
    </message>
    <message>
        <source>Closed ticket it repeats</source>
        <translation>重复的原工单（已结案）</translation>
    </message>
    <message>
        <source>Entry of the duty or powers list</source>
        <translation>职责或权力清单条目</translation>
    </message>
    <message>
        <source>What the visit found</source>
        <translation>上门结果</translation>
    </message>
    <message>
        <source>Choose one of the four</source>
        <translation>请在四项中选择一项</translation>
    </message>
    <message>
        <source>Component (optional)</source>
        <translation>部件（可不填）</translation>
    </message>
    <message>
        <source>When it is held</source>
        <translation>调解时间</translation>
    </message>
    <message>
        <source>Where it is held</source>
        <translation>调解地点</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>调解情况</translation>
    </message>
    <message>
        <source>Who takes part</source>
        <translation>当事方</translation>
    </message>
    <message>
        <source>What the parties agreed on; the agreement goes with it</source>
        <translation>达成了什么协议；请附调解协议</translation>
    </message>
    <message>
        <source>What each party wants, and what comes next</source>
        <translation>各方诉求及下一步安排</translation>
    </message>
    <message>
        <source>Why it is held at another time</source>
        <translation>改期原因</translation>
    </message>
    <message>
        <source>Choose two or more</source>
        <translation>请选择至少两方</translation>
    </message>
    <message>
        <source>Write where it is held</source>
        <translation>请填写调解地点</translation>
    </message>
    <message>
        <source>Which papers were collected, from whom</source>
        <translation>收取了哪些材料</translation>
    </message>
    <message>
        <source>Which office took them, with what receipt</source>
        <translation>送交哪个窗口，回执编号</translation>
    </message>
    <message>
        <source>What came of it, and who has it now</source>
        <translation>办理结果，交给了谁</translation>
    </message>
</context>
<context>
    <name>Acting</name>
    <message>
        <source>Dispatch to {unit}</source>
        <translation>派遣 {unit}</translation>
    </message>
    <message>
        <source>Accept and file</source>
        <translation>受理并立案</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>退出占用</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Another unit</source>
        <translation>派其他单位</translation>
    </message>
    <message>
        <source>Propose a joint action</source>
        <translation>发起联合行动</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>AdmissionGround</name>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Decision of the centre</source>
        <translation>中心审定意见</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>申请编号</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Applied by</source>
        <translation>申请单位</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>申请时间</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>审定人</translation>
    </message>
    <message>
        <source>from {when}</source>
        <translation>{when} 起生效</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>the next one that is decided</source>
        <translation>列入下一个版本</translation>
    </message>
    <message>
        <source>The item as it is</source>
        <translation>现行事项</translation>
    </message>
    <message>
        <source>As it is asked for</source>
        <translation>申请后</translation>
    </message>
    <message>
        <source>Not in the catalogue</source>
        <translation>现行清单中没有</translation>
    </message>
    <message>
        <source>Is to be withdrawn</source>
        <translation>申请停用</translation>
    </message>
</context>
<context>
    <name>AdmissionList</name>
    <message>
        <source>To be decided</source>
        <translation>待审定</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已同意</translation>
    </message>
    <message>
        <source>In the catalogue</source>
        <translation>已列入</translation>
    </message>
    <message>
        <source>Refused or taken back</source>
        <translation>未同意或撤回</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Asks to</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>申请时间</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>准入申请</translation>
    </message>
    <message>
        <source>No applications here</source>
        <translation>这里没有申请</translation>
    </message>
    <message>
        <source>Units apply to have an item admitted, changed or vetoed; the duty officer decides.</source>
        <translation>承办单位申请事项准入、变更或否决，由值班长审定。</translation>
    </message>
</context>
<context>
    <name>AdmissionScreen</name>
    <message>
        <source>Admission</source>
        <translation>事项准入</translation>
    </message>
    <message>
        <source>Apply to admit an item</source>
        <translation>申请准入</translation>
    </message>
    <message>
        <source>Apply to change an item</source>
        <translation>申请变更事项</translation>
    </message>
    <message>
        <source>Apply to veto an item</source>
        <translation>申请否决</translation>
    </message>
    <message>
        <source>Take the application back</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>不同意</translation>
    </message>
    <message>
        <source>Approve otherwise than asked for</source>
        <translation>调整后同意</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>1 … 5 pages · ? all keys</source>
        <translation>1 … 5 分页 · ? 全部按键</translation>
    </message>
    <message>
        <source>Approve {number}</source>
        <translation>同意 {number}</translation>
    </message>
    <message>
        <source>Approve otherwise</source>
        <translation>调整后同意</translation>
    </message>
    <message>
        <source>Apply: new item</source>
        <translation>申请准入</translation>
    </message>
    <message>
        <source>Apply: change</source>
        <translation>申请变更</translation>
    </message>
    <message>
        <source>Apply: veto</source>
        <translation>申请否决</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Application {number} is sent: {wish} {item}</source>
        <translation>申请 {number} 已提交：{wish} {item}</translation>
    </message>
    <message>
        <source>Approve {number}: the next version carries it</source>
        <translation>同意 {number}：列入下一个版本</translation>
    </message>
    <message>
        <source>Refuse {number}</source>
        <translation>不同意 {number}</translation>
    </message>
    <message>
        <source>Reason of the centre</source>
        <translation>审定意见</translation>
    </message>
    <message>
        <source>{number} is approved; the next version carries it</source>
        <translation>{number} 已同意，列入下一个版本</translation>
    </message>
    <message>
        <source>{number} is refused</source>
        <translation>{number} 未同意</translation>
    </message>
    <message>
        <source>{number} is taken back</source>
        <translation>{number} 已撤回</translation>
    </message>
</context>
<context>
    <name>AdmissionWriting</name>
    <message>
        <source>Which item</source>
        <translation>选择事项</translation>
    </message>
    <message>
        <source>Item by name, code or initials</source>
        <translation>名称、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Item in force</source>
        <translation>现行事项</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Apply to admit a new item</source>
        <translation>申请新事项准入</translation>
    </message>
    <message>
        <source>Apply to change an item</source>
        <translation>申请变更事项</translation>
    </message>
    <message>
        <source>Apply to veto an item: it is to be withdrawn</source>
        <translation>申请否决事项：停用该事项</translation>
    </message>
    <message>
        <source>Approve {number} otherwise than asked for</source>
        <translation>调整后同意 {number}</translation>
    </message>
    <message>
        <source>Approve it like this</source>
        <translation>按此同意</translation>
    </message>
    <message>
        <source>Send the application</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>Choose the item</source>
        <translation>请选择事项</translation>
    </message>
    <message>
        <source>Nothing of the item is other than it is</source>
        <translation>事项内容没有改动</translation>
    </message>
    <message>
        <source>Give the reason</source>
        <translation>请填写理由</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Advice</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>Advising</name>
    <message>
        <source>Returned by</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>建议事项</translation>
    </message>
    <message>
        <source>Dispatch to</source>
        <translation>建议派</translation>
    </message>
    <message>
        <source>or</source>
        <translation>其次</translation>
    </message>
    <message>
        <source>no proposal</source>
        <translation>暂无建议</translation>
    </message>
    <message>
        <source>F asks for it</source>
        <translation>按 F 选定</translation>
    </message>
    <message>
        <source>the unit is the one that the catalogue names</source>
        <translation>单位取自事项清单</translation>
    </message>
    <message>
        <source>Off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>no proposals of the centre&apos;s</source>
        <translation>没有中心系统的建议</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>AlarmPanel</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>For</source>
        <translation>历时</translation>
    </message>
    <message>
        <source>What</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Nothing demands you</source>
        <translation>没有需要您处理的告警</translation>
    </message>
    <message>
        <source>What is yours and needs you comes here, the most urgent first.</source>
        <translation>属于您、需要您处理的告警显示在这里，最紧急的在前。</translation>
    </message>
    <message>
        <source>What to do with alarms</source>
        <translation>告警操作</translation>
    </message>
    <message>
        <source>Space acknowledges and goes on · Enter opens the ticket · ← → folds a group</source>
        <translation>空格 确认并到下一条 · 回车 打开工单 · ← → 收起或展开一组</translation>
    </message>
    <message>
        <source>Acknowledge and go on</source>
        <translation>确认并到下一条</translation>
    </message>
    <message>
        <source>Acknowledge all that is shown</source>
        <translation>确认全部</translation>
    </message>
    <message>
        <source>Shelve</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Sound off or on</source>
        <translation>静音或恢复声音</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>good: up to {steady} in 10 min, flood: from {flood}</source>
        <translation>目标：10 分钟不超过 {steady} 条；达到 {flood} 条为泛滥</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Acknowledge all</source>
        <translation>全部确认</translation>
    </message>
    <message>
        <source>Open the ticket</source>
        <translation>打开工单</translation>
    </message>
    <message>
        <source>Only what stands can be shelved</source>
        <translation>只有仍在持续的告警可以搁置</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Out of service: {what}</source>
        <translation>停用：{what}</translation>
    </message>
    <message>
        <source>Shelve: {what}</source>
        <translation>搁置：{what}</translation>
    </message>
    <message>
        <source>Alarm report</source>
        <translation>告警报表</translation>
    </message>
    <message>
        <source>Open the joint action</source>
        <translation>打开联合行动</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>To sign in</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>To verify</source>
        <translation>待核查</translation>
    </message>
    <message>
        <source>Verification failed</source>
        <translation>核查不通过</translation>
    </message>
    <message>
        <source>New, nobody in it</source>
        <translation>新工单，无人受理</translation>
    </message>
    <message>
        <source>Near its limit</source>
        <translation>临近时限</translation>
    </message>
    <message>
        <source>Past its limit</source>
        <translation>已超时限</translation>
    </message>
    <message>
        <source>Returned to you</source>
        <translation>退单待重派</translation>
    </message>
    <message>
        <source>Urged</source>
        <translation>被催办</translation>
    </message>
    <message>
        <source>Somebody was first</source>
        <translation>他人已先办</translation>
    </message>
    <message>
        <source>Refused by the centre</source>
        <translation>中心未接收</translation>
    </message>
    <message>
        <source>Connection delayed</source>
        <translation>连接延迟</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>not acknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>over, unread</source>
        <translation>已恢复，未确认</translation>
    </message>
    <message>
        <source>shelved until {time}</source>
        <translation>搁置至 {time}</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>another is in it</source>
        <translation>他人办理中</translation>
    </message>
    <message>
        <source>quiet in the break</source>
        <translation>小休中静默</translation>
    </message>
    <message>
        <source>over 24 h</source>
        <translation>滞留超 24 小时</translation>
    </message>
    <message>
        <source>toggling</source>
        <translation>反复</translation>
    </message>
    <message>
        <source>{n} in 10 min · flood</source>
        <translation>10 分钟 {n} 条 · 泛滥</translation>
    </message>
    <message>
        <source>{n} in 10 min · busy</source>
        <translation>10 分钟 {n} 条 · 偏多</translation>
    </message>
    <message>
        <source>{n} in 10 min</source>
        <translation>10 分钟 {n} 条</translation>
    </message>
    <message>
        <source>{what} · {n}</source>
        <translation>{what} · {n} 条</translation>
    </message>
    <message>
        <source>{n} over 24 h</source>
        <translation>{n} 条滞留超 24 小时</translation>
    </message>
    <message>
        <source>the {n} longest standing</source>
        <translation>滞留最久的 {n} 条</translation>
    </message>
    <message>
        <source>For you to sign</source>
        <translation>待您审批</translation>
    </message>
    <message>
        <source>Answer to a supervision overdue</source>
        <translation>督办逾期未回复</translation>
    </message>
    <message>
        <source>Welfare visit</source>
        <translation>上门核查</translation>
    </message>
    <message>
        <source>People not heard of in time</source>
        <translation>人员超时未报平安</translation>
    </message>
    <message>
        <source>Joint action overdue</source>
        <translation>联合行动超时</translation>
    </message>
</context>
<context>
    <name>AlarmsPart</name>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alarm report: worst sources</source>
        <translation>告警报表：主要来源</translation>
    </message>
    <message>
        <source>Alarm sound off for 10 min, or on</source>
        <translation>告警静音 10 分钟或恢复</translation>
    </message>
    <message>
        <source>Alarms of the queue, too, or only of mine</source>
        <translation>告警范围：含公共队列或仅本席</translation>
    </message>
    <message>
        <source>{n} not acknowledged; good: up to {steady} in 10 min, flood: from {flood}</source>
        <translation>{n} 条未确认；目标：10 分钟不超过 {steady} 条，达到 {flood} 条为泛滥</translation>
    </message>
    <message>
        <source>Alarms sound again</source>
        <translation>已恢复告警声音</translation>
    </message>
    <message>
        <source>Alarms are quiet for 10 minutes</source>
        <translation>告警静音 10 分钟</translation>
    </message>
    <message>
        <source>Sound off, {span} left</source>
        <translation>已静音，剩 {span}</translation>
    </message>
    <message>
        <source>Ctrl+F8 turns it on</source>
        <translation>按 Ctrl+F8 恢复声音</translation>
    </message>
    <message>
        <source>This machine has no sound device: alarms are shown, not heard</source>
        <translation>本机没有声音设备：告警只显示、不发声</translation>
    </message>
    <message>
        <source>The queue that nobody is in calls this seat, too</source>
        <translation>公共队列中无人受理的工单也会告警</translation>
    </message>
    <message>
        <source>Only what this seat has in hand calls it</source>
        <translation>仅本席经办的工单会告警</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 条未确认</translation>
    </message>
    <message>
        <source>The disk refuses it; tried again every second, until then kept in this run alone</source>
        <translation>磁盘拒绝写入；每秒重试，写入前只保存在本次运行中</translation>
    </message>
    <message>
        <source>Alarm log not written</source>
        <translation>告警日志未写入</translation>
    </message>
</context>
<context>
    <name>Approvals</name>
    <message>
        <source>For me to sign</source>
        <translation>待我审批</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>延期</translation>
    </message>
    <message>
        <source>Suspensions</source>
        <translation>挂起</translation>
    </message>
    <message>
        <source>Closes by force</source>
        <translation>强制结案</translation>
    </message>
    <message>
        <source>Appeals</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>Nothing waits for a signature</source>
        <translation>没有待审批的申请</translation>
    </message>
    <message>
        <source>What units and seats ask for comes here: more time, a suspension, a close by force, an appeal.</source>
        <translation>承办单位和坐席的申请到这里：延期、挂起、强制结案、申诉。</translation>
    </message>
    <message>
        <source>T extension · H suspension · with Shift: refuse · N next · ? all keys</source>
        <translation>T 延期 · H 挂起 · 加 Shift 不同意 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N goes to what has waited longest.</source>
        <translation>按 N 到等候最久的一件。</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批台</translation>
    </message>
</context>
<context>
    <name>ApprovalsPanel</name>
    <message>
        <source>Approvals beside each other</source>
        <translation>并联审批</translation>
    </message>
    <message>
        <source>No approval is asked for yet</source>
        <translation>尚未提请审批</translation>
    </message>
    <message>
        <source>Q asks a department for one.</source>
        <translation>按 Q 向单位提请审批。</translation>
    </message>
    <message>
        <source>Approvals beside each other · decided {n} / {all}</source>
        <translation>并联审批 · 已办结 {n} / {all}</translation>
    </message>
</context>
<context>
    <name>Arbitration</name>
    <message>
        <source>To arbitrate</source>
        <translation>待研判</translation>
    </message>
    <message>
        <source>Returned again</source>
        <translation>多次退单</translation>
    </message>
    <message>
        <source>Passed up</source>
        <translation>已提级</translation>
    </message>
    <message>
        <source>To be made safe</source>
        <translation>待排险</translation>
    </message>
    <message>
        <source>Suggested unit</source>
        <translation>建议承办</translation>
    </message>
    <message>
        <source>Nothing to arbitrate</source>
        <translation>没有待研判的工单</translation>
    </message>
    <message>
        <source>Tickets come here when a unit gives them back or somebody passes them up.</source>
        <translation>承办单位退单或有人提级的工单到这里。</translation>
    </message>
    <message>
        <source>Shift+D arbitrate · Shift+S make safe first · M merge · N next · ? all keys</source>
        <translation>Shift+D 研判派遣 · Shift+S 先行处置 · M 合并 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N takes the first one that nobody is in.</source>
        <translation>按 N 取第一件无人占用的工单。</translation>
    </message>
    <message>
        <source>Arbitration</source>
        <translation>研判台</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退单</translation>
    </message>
</context>
<context>
    <name>Arranger</name>
    <message>
        <source>sorted by {columns}</source>
        <translation>按 {columns} 排序</translation>
    </message>
    <message>
        <source>grouped by {column}</source>
        <translation>按 {column} 分组</translation>
    </message>
</context>
<context>
    <name>Attachments</name>
    <message>
        <source>off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>未取到</translation>
    </message>
</context>
<context>
    <name>Basemap</name>
    <message>
        <source>Basemaps</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>How strongly it is drawn</source>
        <translation>显示浓度</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{0}: how strongly it is drawn</source>
        <translation>{0}：显示浓度</translation>
    </message>
    <message>
        <source>From the district&apos;s profile</source>
        <translation>来自本区配置</translation>
    </message>
    <message>
        <source>{0}; what was fetched before is shown</source>
        <translation>{0}；现显示此前已取得的图块</translation>
    </message>
    <message>
        <source>The map is the district&apos;s own: outlines, streets, names. Tile servers stand in the district&apos;s profile; a file of tiles (MBTiles) is added here.</source>
        <translation>当前使用本区自有地图：边界、道路、名称。地图服务由本区配置给出；离线图块文件（MBTiles）可在此添加。</translation>
    </message>
    <message>
        <source>Add a file of tiles…</source>
        <translation>添加图块文件…</translation>
    </message>
    <message>
        <source>Space switches · Tab on · Esc closes</source>
        <translation>空格切换 · Tab 下一项 · Esc 关闭</translation>
    </message>
    <message>
        <source>Add a file of tiles</source>
        <translation>添加图块文件</translation>
    </message>
    <message>
        <source>Tiles (*.mbtiles)</source>
        <translation>图块文件 (*.mbtiles)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>supervised</source>
        <translation>督办中</translation>
    </message>
    <message>
        <source>held to account</source>
        <translation>问责中</translation>
    </message>
    <message>
        <source>closed by force</source>
        <translation>强制结案</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>督办</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>Passed up to</source>
        <translation>提级至</translation>
    </message>
    <message>
        <source>binding, not returned again</source>
        <translation>须承办，不得再退</translation>
    </message>
    <message>
        <source>Arbitrated</source>
        <translation>研判</translation>
    </message>
    <message>
        <source>First taker</source>
        <translation>首接负责</translation>
    </message>
    <message>
        <source>upheld {when}, does not count as late</source>
        <translation>{when} 成立，不计超时</translation>
    </message>
    <message>
        <source>Appeal</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>not yet; with the ticket it was merged into</source>
        <translation>待主工单结案后一并答复</translation>
    </message>
    <message>
        <source>with the ticket it was merged into, {when}</source>
        <translation>{when} 随主工单答复</translation>
    </message>
    <message>
        <source>done {when}</source>
        <translation>{when} 完成</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>已签收</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>due {when}</source>
        <translation>截止 {when}</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>extended {n}×</source>
        <translation>延期 {n} 次</translation>
    </message>
    <message>
        <source>failed {n}× in a row</source>
        <translation>连续不通过 {n} 次</translation>
    </message>
    <message>
        <source>supervised {n}×</source>
        <translation>督办 {n} 次</translation>
    </message>
    <message>
        <source>passed up {n}×</source>
        <translation>提级 {n} 次</translation>
    </message>
    <message>
        <source>Reporter answered</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>another ticket</source>
        <translation>另一工单</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Merged into</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>done late, {when}</source>
        <translation>超时办结 {when}</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>暂停计时</translation>
    </message>
    <message>
        <source>then within {limit}</source>
        <translation>随后 {limit}内</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>分段时限</translation>
    </message>
    <message>
        <source>Repeat of</source>
        <translation>重复件，原工单</translation>
    </message>
    <message>
        <source>Reported again</source>
        <translation>再次反映</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>达成协议</translation>
    </message>
    <message>
        <source>not agreed</source>
        <translation>未达成</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Mediation</source>
        <translation>调解</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Board</source>
        <translation>看板</translation>
    </message>
    <message>
        <source>not yet confirmed</source>
        <translation>尚未确认</translation>
    </message>
    <message>
        <source>{n} past the limit</source>
        <translation>超时 {n}</translation>
    </message>
</context>
<context>
    <name>BoardBar</name>
    <message>
        <source>Lights</source>
        <translation>信号灯</translation>
    </message>
    <message>
        <source>Red by close of work</source>
        <translation>下班前再超</translation>
    </message>
    <message>
        <source>past</source>
        <translation>已超</translation>
    </message>
    <message>
        <source>near</source>
        <translation>将超</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>Working time only</source>
        <translation>折叠非工作时间</translation>
    </message>
</context>
<context>
    <name>BoardPane</name>
    <message>
        <source>What is shown</source>
        <translation>显示范围</translation>
    </message>
    <message>
        <source>Number, title, place, department</source>
        <translation>编号、标题、地点、单位</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Joint actions by phase</source>
        <translation>联合行动（按阶段）</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>本单位</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>No action fits the filter</source>
        <translation>没有符合条件的联合行动</translation>
    </message>
    <message>
        <source>1 shows all of them again.</source>
        <translation>按 1 显示全部。</translation>
    </message>
    <message>
        <source>The actions are being fetched</source>
        <translation>正在获取联合行动</translation>
    </message>
    <message>
        <source>No joint action is under way</source>
        <translation>没有进行中的联合行动</translation>
    </message>
    <message>
        <source>A street whistles, a lead department applies, or a committee takes a matter on.</source>
        <translation>由街镇吹哨、主办单位申请或委员会提请发起。</translation>
    </message>
    <message>
        <source>as it was {age}</source>
        <translation>{age}的数据</translation>
    </message>
    <message>
        <source>Off line, {old}</source>
        <translation>离线，{old}</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
</context>
<context>
    <name>BoardPanel</name>
    <message>
        <source>Due each hour</source>
        <translation>每小时到期</translation>
    </message>
    <message>
        <source>Only what turns red before close of work</source>
        <translation>只看下班前将超的工单</translation>
    </message>
    <message>
        <source>Nights and holidays folded, or all of the time</source>
        <translation>折叠夜间和休息日 / 全部时间</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>选中 {n} 件</translation>
    </message>
    <message>
        <source>Red by close of work {when}</source>
        <translation>下班 {when} 前再超</translation>
    </message>
</context>
<context>
    <name>Bulk</name>
    <message>
        <source>not possible</source>
        <translation>不可办</translation>
    </message>
    <message>
        <source>{n} can be done</source>
        <translation>{n} 件可办</translation>
    </message>
    <message>
        <source>{n} still lack something: {why}</source>
        <translation>{n} 件尚缺：{why}</translation>
    </message>
    <message>
        <source>{n} cannot: {why}</source>
        <translation>{n} 件不可：{why}</translation>
    </message>
    <message>
        <source>{head}: {rest}</source>
        <translation>{head}：{rest}</translation>
    </message>
    <message>
        <source>{verb} to {unit}</source>
        <translation>{verb} {unit}</translation>
    </message>
    <message>
        <source>no longer in your scope</source>
        <translation>已不在您的范围内</translation>
    </message>
    <message>
        <source>you are in it already</source>
        <translation>您已占用</translation>
    </message>
    <message>
        <source>you are not in it</source>
        <translation>您未占用</translation>
    </message>
    <message>
        <source>nobody silent is in it</source>
        <translation>没有久无响应的占用</translation>
    </message>
    <message>
        <source>goes to the centre at once</source>
        <translation>立即提交中心</translation>
    </message>
    <message>
        <source>a reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>what was done</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>a note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>an item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>a grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>a unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>the ticket it belongs to</source>
        <translation>并入的工单</translation>
    </message>
    <message>
        <source>how satisfied the reporter is</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the clauses of a sentence</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>not for your role</source>
        <translation>您的角色不办理此步骤</translation>
    </message>
</context>
<context>
    <name>BulkForm</name>
    <message>
        <source>Empty: each keeps its own</source>
        <translation>留空：各用原有内容</translation>
    </message>
    <message>
        <source>Unit: words, code or pinyin initials</source>
        <translation>单位：文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Empty: each to the unit that its item names</source>
        <translation>留空：各派事项清单规定的单位</translation>
    </message>
    <message>
        <source>Number or words of the ticket they belong to</source>
        <translation>并入工单的编号或文字</translation>
    </message>
</context>
<context>
    <name>BulkPart</name>
    <message>
        <source>How the last step on several tickets went</source>
        <translation>上次批量办理的结果</translation>
    </message>
    <message>
        <source>None of the selected tickets takes this step</source>
        <translation>所选工单均不能办理此步骤</translation>
    </message>
    <message>
        <source>The first {n} of {all} are taken; the rest after that</source>
        <translation>先办前 {n} 件，共 {all} 件，其余稍后再办</translation>
    </message>
    <message>
        <source>{verb}: one unit for all</source>
        <translation>{verb}：统一指定单位</translation>
    </message>
    <message>
        <source>No step on several tickets was taken yet</source>
        <translation>尚未批量办理</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all} 件</translation>
    </message>
</context>
<context>
    <name>BulkRun</name>
    <message>
        <source>{who} was first</source>
        <translation>{who} 已先办理</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>待提交</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已办</translation>
    </message>
    <message>
        <source>somebody was first</source>
        <translation>已有他人先办</translation>
    </message>
    <message>
        <source>refused by the centre</source>
        <translation>中心未接受</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>being taken back</source>
        <translation>正在撤回</translation>
    </message>
    <message>
        <source>not taken back</source>
        <translation>未能撤回</translation>
    </message>
    <message>
        <source>{n} done</source>
        <translation>{n} 件已办</translation>
    </message>
    <message>
        <source>{n} on the way</source>
        <translation>{n} 件提交中</translation>
    </message>
    <message>
        <source>{n} in conflict</source>
        <translation>{n} 件冲突</translation>
    </message>
    <message>
        <source>{n} refused by the centre</source>
        <translation>{n} 件中心未受理</translation>
    </message>
    <message>
        <source>{n} taken back</source>
        <translation>{n} 件已撤回</translation>
    </message>
    <message>
        <source>{n} being taken back</source>
        <translation>{n} 件正在撤回</translation>
    </message>
    <message>
        <source>{n} not taken back</source>
        <translation>{n} 件未能撤回</translation>
    </message>
    <message>
        <source>{n} left as they were</source>
        <translation>{n} 件未办</translation>
    </message>
    <message>
        <source>on the way</source>
        <translation>正在提交</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>{n} not done</source>
        <translation>{n} 件未完成</translation>
    </message>
</context>
<context>
    <name>BulkSheet</name>
    <message>
        <source>Tickets and what becomes of them</source>
        <translation>工单及办理结果</translation>
    </message>
    <message>
        <source>Take all back</source>
        <translation>全部撤回</translation>
    </message>
    <message>
        <source>Decide on conflicts</source>
        <translation>处理冲突</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{n} tickets</source>
        <translation>{n} 件工单</translation>
    </message>
    <message>
        <source>{n} ticket</source>
        <translation>{n} 件工单</translation>
    </message>
    <message>
        <source>{verb}: {n}</source>
        <translation>{verb} {n} 件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
</context>
<context>
    <name>CallBack</name>
    <message>
        <source>To call back</source>
        <translation>待回访</translation>
    </message>
    <message>
        <source>Evaluated</source>
        <translation>已评价</translation>
    </message>
    <message>
        <source>Nobody to call back</source>
        <translation>没有待回访的工单</translation>
    </message>
    <message>
        <source>A ticket comes here when it is closed.</source>
        <translation>工单结案后来到这里。</translation>
    </message>
    <message>
        <source>Q show the reporter · V evaluate, then 1 2 3 · O reopen · N next · ? all keys</source>
        <translation>Q 显示反映人 · V 评价，再按 1 2 3 · O 重新办理 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N takes the first one that nobody is in.</source>
        <translation>按 N 取第一件无人占用的工单。</translation>
    </message>
    <message>
        <source>Call-back</source>
        <translation>回访台</translation>
    </message>
</context>
<context>
    <name>CallFields</name>
    <message>
        <source>Name, or how to address them</source>
        <translation>姓名或称呼</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>What happened, in the caller&apos;s words</source>
        <translation>来电人反映的情况</translation>
    </message>
    <message>
        <source>What you found, as it stands on the spot</source>
        <translation>发现了什么，现场情况如何</translation>
    </message>
    <message>
        <source>In one line; else the first sentence</source>
        <translation>一句话概括；不填则取第一句</translation>
    </message>
    <message>
        <source>Road, number, landmark</source>
        <translation>道路、门牌、标志物</translation>
    </message>
    <message>
        <source>Words, code or pinyin initials</source>
        <translation>文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>as the item says</source>
        <translation>按事项</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>反映内容</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Title (optional)</source>
        <translation>标题（选填）</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Who told you (optional)</source>
        <translation>反映人（选填）</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Pictures (optional)</source>
        <translation>照片（选填）</translation>
    </message>
    <message>
        <source>Component, where it is about one (optional)</source>
        <translation>涉及的部件（可不填）</translation>
    </message>
</context>
<context>
    <name>CallFoot</name>
    <message>
        <source>Record only</source>
        <translation>仅登记</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Record and file</source>
        <translation>登记并立案</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>… and dispatch to {unit}</source>
        <translation>并派遣 {unit}</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
</context>
<context>
    <name>CallForm</name>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>or</source>
        <translation>其次</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>建议派</translation>
    </message>
    <message>
        <source>Write what happened; a few words are enough</source>
        <translation>请写明反映的情况，几个字也可以</translation>
    </message>
    <message>
        <source>Choose the item, or record only</source>
        <translation>请选择事项，或者仅登记</translation>
    </message>
    <message>
        <source>Choose the grid, or record only</source>
        <translation>请选择网格，或者仅登记</translation>
    </message>
    <message>
        <source>No unit is named for this item here; dispatch it from the queue</source>
        <translation>此事项在这里没有规定的承办单位，请到派遣台派遣</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>已登记</translation>
    </message>
    <message>
        <source>Recorded and filed</source>
        <translation>已登记并立案</translation>
    </message>
    <message>
        <source>Recorded, filed and dispatched</source>
        <translation>已登记、立案并派遣</translation>
    </message>
    <message>
        <source>choose the item; the unit is then the one that the catalogue names</source>
        <translation>请选择事项，单位随事项清单确定</translation>
    </message>
    <message>
        <source>Off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>no proposals of the centre&apos;s</source>
        <translation>没有中心系统的建议</translation>
    </message>
    <message>
        <source>It is this one</source>
        <translation>就是这一件</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>CampaignScreen</name>
    <message>
        <source>Campaigns</source>
        <translation>整治</translation>
    </message>
    <message>
        <source>No campaign yet</source>
        <translation>还没有整治计划</translation>
    </message>
    <message>
        <source>N plans one: joint actions round by round, one in each of its areas.</source>
        <translation>按 N 制定计划：按轮次在每个区域各开展一次联合行动。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>To the joint board</source>
        <translation>到联动台</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>as it was {age}</source>
        <translation>{age}的情况</translation>
    </message>
    <message>
        <source>“{act}” is not yours to do here now</source>
        <translation>您现在不能“{act}”</translation>
    </message>
    <message>
        <source>This joint action is not on your board</source>
        <translation>这个联合行动不在您的联动台上</translation>
    </message>
</context>
<context>
    <name>Campaigns</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>整治结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>Proposes joint actions now, one in each area: {n}</source>
        <translation>立即在每个区域各发起一个联合行动，共{n}个</translation>
    </message>
    <message>
        <source>Rounds whose time is past open by hand only</source>
        <translation>时间已过的轮次只能手动开启</translation>
    </message>
    <message>
        <source>No further round opens; joint actions under way go on</source>
        <translation>不再开启新的轮次，进行中的联合行动照常办理</translation>
    </message>
    <message>
        <source>Say it in words</source>
        <translation>请写明内容</translation>
    </message>
    <message>
        <source>As it is now: {what}</source>
        <translation>当前情况：{what}</translation>
    </message>
    <message>
        <source>Street, community or grid: name, code or initials</source>
        <translation>街道、社区或网格：名称、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Choose the area from the list, or empty the line</source>
        <translation>请从列表中选择区域，或清空此行</translation>
    </message>
    <message>
        <source>A goal is a whole number above zero, or stays empty</source>
        <translation>目标须为大于零的整数，不设则留空</translation>
    </message>
    <message>
        <source>What it is about, in a line</source>
        <translation>一句话说明整治内容</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Leading department</source>
        <translation>牵头单位</translation>
    </message>
    <message>
        <source>Further departments</source>
        <translation>配合单位</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Day, such as {day}</source>
        <translation>日期，如 {day}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To, that day within</source>
        <translation>到（含当天）</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>周</translation>
    </message>
    <message>
        <source>months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>周期单位</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>On the next working day</source>
        <translation>顺延到下一工作日</translation>
    </message>
    <message>
        <source>On that day all the same</source>
        <translation>当天照常</translation>
    </message>
    <message>
        <source>A round that falls on a day off is held</source>
        <translation>轮次遇非工作日</translation>
    </message>
    <message>
        <source>The rounds would be</source>
        <translation>轮次预览</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What is to be done in each round</source>
        <translation>每轮要做什么</translation>
    </message>
    <message>
        <source>Text (optional)</source>
        <translation>说明（可不填）</translation>
    </message>
    <message>
        <source>Why the plan is another</source>
        <translation>为什么修改计划</translation>
    </message>
    <message>
        <source>Say from when to when, how often, at what time</source>
        <translation>填写起止日期、周期和开始时间后显示</translation>
    </message>
    <message>
        <source>No round lies in that time</source>
        <translation>期间内没有轮次</translation>
    </message>
    <message>
        <source>{n} rounds: {days}</source>
        <translation>共{n}轮：{days}</translation>
    </message>
    <message>
        <source>More than {n} rounds: take fewer</source>
        <translation>超过{n}轮，请减少</translation>
    </message>
    <message>
        <source>Give it a title</source>
        <translation>请填写标题</translation>
    </message>
    <message>
        <source>Choose of which kind its joint actions are</source>
        <translation>请选择联合行动的类型</translation>
    </message>
    <message>
        <source>Choose the department that leads</source>
        <translation>请选择牵头单位</translation>
    </message>
    <message>
        <source>Choose at least one area</source>
        <translation>请至少选择一个区域</translation>
    </message>
    <message>
        <source>Type a day, such as 2026-07-01</source>
        <translation>请输入日期，如 2026-07-01</translation>
    </message>
    <message>
        <source>The last day comes before the first</source>
        <translation>结束日期早于开始日期</translation>
    </message>
    <message>
        <source>A whole number above zero</source>
        <translation>请输入大于零的整数</translation>
    </message>
    <message>
        <source>Choose days, weeks or months</source>
        <translation>请选择天、周或月</translation>
    </message>
    <message>
        <source>Type a time of day, such as 09:00</source>
        <translation>请输入时间，如 09:00</translation>
    </message>
    <message>
        <source>Give the reason</source>
        <translation>请填写原因</translation>
    </message>
    <message>
        <source>every {n} days</source>
        <translation>每{n}天</translation>
    </message>
    <message>
        <source>every {n} weeks</source>
        <translation>每{n}周</translation>
    </message>
    <message>
        <source>every {n} months</source>
        <translation>每{n}个月</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>every month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>{measure} {reached}/{target} ({share}%)</source>
        <translation>{measure} {reached}/{target}（{share}%）</translation>
    </message>
    <message>
        <source>Round {n}</source>
        <translation>第{n}轮</translation>
    </message>
    <message>
        <source>Next: round {n}, {when}</source>
        <translation>下一轮：第{n}轮，{when}</translation>
    </message>
    <message>
        <source>its time is past: it is opened by hand</source>
        <translation>时间已过，需手动开启</translation>
    </message>
    <message>
        <source>no round opens by itself now</source>
        <translation>目前不会自动开启</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>整治</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Next round</source>
        <translation>下一轮</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>牵头</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>opened {when} by {who}</source>
        <translation>{who}于{when}开启</translation>
    </message>
    <message>
        <source>the system</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>people {people} · problems {problems}, dealt with {ended}</source>
        <translation>出动{people}人次 · 问题{problems}个，办结{ended}个</translation>
    </message>
    <message>
        <source>joint actions proposed: {n}</source>
        <translation>发起联合行动{n}个</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>整治</translation>
    </message>
    <message>
        <source>Rounds by areas</source>
        <translation>轮次与区域</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>No round yet</source>
        <translation>还没有轮次</translation>
    </message>
    <message>
        <source>No campaign chosen</source>
        <translation>未选择整治</translation>
    </message>
    <message>
        <source>A campaign has joint actions round by round, one in each of its areas.</source>
        <translation>周期整治按轮次在每个区域各开展一次联合行动。</translation>
    </message>
    <message>
        <source>No joint action was proposed there yet</source>
        <translation>该轮次在此区域还没有发起联合行动</translation>
    </message>
    <message>
        <source>on the next working day</source>
        <translation>顺延到下一工作日</translation>
    </message>
    <message>
        <source>on that day all the same</source>
        <translation>当天照常</translation>
    </message>
    <message>
        <source>From and to</source>
        <translation>起止日期</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Rounds on days off</source>
        <translation>遇非工作日</translation>
    </message>
    <message>
        <source>Planned by</source>
        <translation>制定人</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Not held here</source>
        <translation>本机尚未获取</translation>
    </message>
    <message>
        <source>Its joint actions by areas and its log come with the line.</source>
        <translation>各区域联合行动与记录须恢复连接后获取。</translation>
    </message>
    <message>
        <source>Up to round {stay} as it is, then {n} more: {days}</source>
        <translation>第{stay}轮及以前不变，其后{n}轮：{days}</translation>
    </message>
    <message>
        <source>Up to round {stay} as it is, and no further one</source>
        <translation>第{stay}轮及以前不变，其后无新轮次</translation>
    </message>
</context>
<context>
    <name>CatalogueChanges</name>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>What</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>变更前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>变更后</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>准入申请</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>版本差异</translation>
    </message>
</context>
<context>
    <name>CatalogueDeeds</name>
    <message>
        <source>catalogue-{version}.xlsx</source>
        <translation>事项清单-{version}.xlsx</translation>
    </message>
    <message>
        <source>Where to (XLSX or CSV)</source>
        <translation>保存到（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>Say where the file shall be</source>
        <translation>请写明保存位置</translation>
    </message>
    <message>
        <source>Write version {version} out</source>
        <translation>导出版本 {version}</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Call version {version} off: what it carried waits again</source>
        <translation>撤销版本 {version}：其列入的准入申请重新待列入</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>撤销版本</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>The name must end in .xlsx or .csv</source>
        <translation>文件名须以 .xlsx 或 .csv 结尾</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已导出：{path}</translation>
    </message>
    <message>
        <source>Version {version} is called off</source>
        <translation>版本 {version} 已撤销</translation>
    </message>
</context>
<context>
    <name>CatalogueFaults</name>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What stands there</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>错误说明</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>No faults</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>What the check refuses stands here, with its line and its field.</source>
        <translation>核对时不予通过的内容列在这里，注明行号和字段。</translation>
    </message>
</context>
<context>
    <name>CatalogueImport</name>
    <message>
        <source>Table to read in</source>
        <translation>要导入的表格</translation>
    </message>
    <message>
        <source>the file is the whole catalogue: others are withdrawn</source>
        <translation>文件为完整清单：其余事项停用</translation>
    </message>
    <message>
        <source>the file is a supplement: others stay</source>
        <translation>文件为补充清单：其余事项保留</translation>
    </message>
    <message>
        <source>Let the good rows in although others are refused</source>
        <translation>有行被拒时，其余各行照常导入</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>File (XLSX or CSV)</source>
        <translation>文件（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>What its columns mean</source>
        <translation>各列含义（映射）</translation>
    </message>
    <message>
        <source>Items that it does not name</source>
        <translation>文件未列出的事项</translation>
    </message>
    <message>
        <source>Rows that are refused</source>
        <translation>被拒的行</translation>
    </message>
    <message>
        <source>Mapping (TOML): edit it, and it goes with this file only</source>
        <translation>映射（TOML）：可直接修改，仅用于本次导入</translation>
    </message>
    <message>
        <source>Under [units] each word for a unit of time says what it means; a word that is not there refuses its rows.</source>
        <translation>[units] 下逐一写明每种时限单位的含义；未写明的单位，其所在行不予导入。</translation>
    </message>
    <message>
        <source>edited below</source>
        <translation>按下方修改后的映射</translation>
    </message>
</context>
<context>
    <name>CatalogueOffers</name>
    <message>
        <source>Put version {name} in force</source>
        <translation>定版 {name}</translation>
    </message>
    <message>
        <source>Lay the changes over it</source>
        <translation>套用到该版本</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Change the item</source>
        <translation>修改事项</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>新增事项</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Withdraw the item</source>
        <translation>停用事项</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>新建版本</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Go on with the draft</source>
        <translation>继续写草稿</translation>
    </message>
    <message>
        <source>Write out as a table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>撤销版本</translation>
    </message>
    <message>
        <source>Bring the draft back</source>
        <translation>找回草稿</translation>
    </message>
</context>
<context>
    <name>CataloguePreview</name>
    <message>
        <source>{n} items: {a} added, {c} changed, {w} withdrawn, {u} as they are.</source>
        <translation>共 {n} 项：新增 {a}，变更 {c}，停用 {w}，不变 {u}。</translation>
    </message>
    <message>
        <source>{n} rows are refused: see the faults.</source>
        <translation>{n} 行被拒，见“错误”。</translation>
    </message>
    <message>
        <source>.</source>
        <comment>ends a sentence</comment>
        <translation>。</translation>
    </message>
    <message>
        <source>It carries {applications}.</source>
        <translation>列入准入申请 {applications}。</translation>
    </message>
    <message>
        <source>Tickets that are filed keep their version.</source>
        <translation>已立案工单仍按原版本办理。</translation>
    </message>
</context>
<context>
    <name>CatalogueScreen</name>
    <message>
        <source>Catalogue</source>
        <translation>事项清单</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>版本差异</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Code, name, keyword or initials</source>
        <translation>编码、名称、关键词或拼音首字母</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Write out as a table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>新建版本</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Change the item</source>
        <translation>修改事项</translation>
    </message>
    <message>
        <source>Add an item</source>
        <translation>新增事项</translation>
    </message>
    <message>
        <source>Withdraw the item</source>
        <translation>停用事项</translation>
    </message>
    <message>
        <source>Leave the item as it was</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Check the draft</source>
        <translation>核对草稿</translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation>定版生效</translation>
    </message>
    <message>
        <source>Lay the changes over the new version</source>
        <translation>套用到新版本</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>Bring the draft back</source>
        <translation>找回草稿</translation>
    </message>
    <message>
        <source>Call a coming version off</source>
        <translation>撤销待生效版本</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>The centre is looking at it …</source>
        <translation>中心正在核对…</translation>
    </message>
    <message>
        <source>Nothing changes</source>
        <translation>没有差异</translation>
    </message>
    <message>
        <source>This version says the same as the one before it.</source>
        <translation>本版本与上一版本内容相同。</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未核对</translation>
    </message>
    <message>
        <source>C asks the centre what this draft changes and what is wrong with it.</source>
        <translation>按 C 由中心核对草稿：改了什么、有什么错误。</translation>
    </message>
    <message>
        <source>The first version</source>
        <translation>首个版本</translation>
    </message>
    <message>
        <source>There is none before it.</source>
        <translation>此前没有版本。</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>尚未取得</translation>
    </message>
    <message>
        <source>The centre is asked what it changes.</source>
        <translation>正在向中心查询差异。</translation>
    </message>
    <message>
        <source>Version {version} is decided; tickets that are filed keep theirs</source>
        <translation>版本 {version} 已定；已立案工单仍按原版本</translation>
    </message>
    <message>
        <source>The draft is discarded; B brings it back until you log out</source>
        <translation>草稿已放弃；退出登录前可按 B 找回</translation>
    </message>
</context>
<context>
    <name>CatalogueVersions</name>
    <message>
        <source>past</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>现行</translation>
    </message>
    <message>
        <source>coming</source>
        <translation>待生效</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>From</source>
        <translation>生效日</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>No version</source>
        <translation>没有版本</translation>
    </message>
    <message>
        <source>The versions of the catalogue stand here.</source>
        <translation>事项清单的各个版本列在这里。</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>定版</translation>
    </message>
    <message>
        <source>written here</source>
        <translation>在本系统编写</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>the district&apos;s profile</source>
        <translation>区域配置</translation>
    </message>
    <message>
        <source>{n} rows of its own, {w} withdrawn</source>
        <translation>自有 {n} 行，停用 {w} 项</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
</context>
<context>
    <name>CatalogueWords</name>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} nat. d</source>
        <translation>{n} 自然日</translation>
    </message>
    <message>
        <source>{n} urg. h</source>
        <translation>{n} 紧急时</translation>
    </message>
    <message>
        <source>{n} work h</source>
        <translation>{n} 工作时</translation>
    </message>
    <message>
        <source>{n} work d</source>
        <translation>{n} 工作日</translation>
    </message>
    <message>
        <source>{name} and {n} more</source>
        <translation>{name}及另外 {n} 个单位</translation>
    </message>
    <message>
        <source>{name} of the area</source>
        <translation>各{name}</translation>
    </message>
</context>
<context>
    <name>ChipBar</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>ChoiceBox</name>
    <message>
        <source>Matches</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>Suggested: {text}</source>
        <translation>建议：{text}</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>nearby, open</source>
        <translation>附近，未办结</translation>
    </message>
    <message>
        <source>nearby, closed</source>
        <translation>附近，已结案</translation>
    </message>
    <message>
        <source>schematic</source>
        <translation>示意</translation>
    </message>
</context>
<context>
    <name>Citing</name>
    <message>
        <source>Words, code, pinyin initials; F7 shows both lists</source>
        <translation>文字、编码、拼音首字母；F7 查看两个清单</translation>
    </message>
    <message>
        <source>It is not an entry of {unit}</source>
        <translation>该条目不属于{unit}</translation>
    </message>
    <message>
        <source>It is an entry of {unit} itself: no ground for giving it back</source>
        <translation>该条目正是{unit}的职责，不能作为退单依据</translation>
    </message>
</context>
<context>
    <name>ClaimNews</name>
    <message>
        <source>{who} took {number} over: {why}</source>
        <translation>{who}已接手 {number}：{why}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Do what the notice offers</source>
        <translation>执行提示中的操作</translation>
    </message>
    <message>
        <source>The notice is read</source>
        <translation>提示已阅</translation>
    </message>
</context>
<context>
    <name>ClockStrip</name>
    <message>
        <source>Clocks</source>
        <translation>时限</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>To verify or close</source>
        <translation>待核查结案</translation>
    </message>
    <message>
        <source>To verify</source>
        <translation>待核查</translation>
    </message>
    <message>
        <source>To close</source>
        <translation>待结案</translation>
    </message>
    <message>
        <source>Rework</source>
        <translation>返工</translation>
    </message>
    <message>
        <source>Nothing to verify or close</source>
        <translation>没有待核查或待结案的工单</translation>
    </message>
    <message>
        <source>A ticket comes here when its unit has handled it, and again when it is verified.</source>
        <translation>承办单位处置完成、核查通过的工单来到这里。</translation>
    </message>
    <message>
        <source>P passed · X failed · C close · Space files · N next · ? all keys</source>
        <translation>P 核查通过 · X 不通过 · C 结案 · 空格 看附件 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N takes the first one that nobody is in.</source>
        <translation>按 N 取第一件无人占用的工单。</translation>
    </message>
    <message>
        <source>Closing</source>
        <translation>结案台</translation>
    </message>
    <message>
        <source>Failed in a row</source>
        <translation>连续不通过</translation>
    </message>
</context>
<context>
    <name>Cluster</name>
    <message>
        <source>Merged into this one: {n}</source>
        <translation>并入本件：{n} 件</translation>
    </message>
    <message>
        <source>not answered yet</source>
        <translation>尚未答复</translation>
    </message>
    <message>
        <source>answered {when}</source>
        <translation>{when} 已答复</translation>
    </message>
    <message>
        <source>Un-merge</source>
        <translation>拆分</translation>
    </message>
</context>
<context>
    <name>ColumnChooser</name>
    <message>
        <source>Columns, sorting, groups</source>
        <translation>列、排序、分组</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Sorted</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Grouped</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Space show · S sort · A sort also · G group · Alt+↑↓ move · R reset</source>
        <translation>空格 显示 · S 排序 · A 追加排序 · G 分组 · Alt+↑↓ 移动 · R 恢复</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>已隐藏</translation>
    </message>
    <message>
        <source>ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>descending</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>sorted {n}, {way}</source>
        <translation>排序 {n}，{way}</translation>
    </message>
    <message>
        <source>grouped</source>
        <translation>已分组</translation>
    </message>
    <message>
        <source>{column} (no room now)</source>
        <translation>{column}（位置不够）</translation>
    </message>
</context>
<context>
    <name>Command</name>
    <message>
        <source>“{word}” is no command. Try {offers}, or ? for the keys</source>
        <translation>“{word}”不是命令。可试 {offers}，按 ? 看快捷键</translation>
    </message>
    <message>
        <source>Several begin so: {offers}. Go on typing, or choose tickets that take one of them</source>
        <translation>有几个命令以此开头：{offers}。请继续输入，或先选定可办的工单</translation>
    </message>
    <message>
        <source>No ticket is chosen: name its place in the list (3, 1-5) or its number</source>
        <translation>未选工单：请写列表中的序号（3、1-5）或编号</translation>
    </message>
    <message>
        <source>The list is empty</source>
        <translation>列表为空</translation>
    </message>
    <message>
        <source>There is no place {word} in the list; it has {number}</source>
        <translation>列表中没有第 {word} 件，共 {number} 件</translation>
    </message>
    <message>
        <source>No ticket here has a number that ends in {word}</source>
        <translation>没有编号以 {word} 结尾的工单</translation>
    </message>
    <message>
        <source>{number} tickets have a number that ends in {word}: type more of it</source>
        <translation>有 {number} 件工单编号以 {word} 结尾，请多输几位</translation>
    </message>
    <message>
        <source>{word} takes one ticket; {number} are named</source>
        <translation>“{word}”只用于一件工单，现有 {number} 件</translation>
    </message>
    <message>
        <source>This step carries no words: leave out what stands behind the colon</source>
        <translation>此步骤不带文字，请去掉冒号后的内容</translation>
    </message>
    <message>
        <source>Which screen: {offers}</source>
        <translation>转到哪个界面：{offers}</translation>
    </message>
    <message>
        <source>Several screens are called so: {offers}</source>
        <translation>有几个界面同名：{offers}</translation>
    </message>
    <message>
        <source>“{word}” is not understood here: take it out, or put words behind a colon</source>
        <translation>看不懂“{word}”：请去掉，文字请写在冒号后</translation>
    </message>
    <message>
        <source>{number} are called so: {offers}. Go on typing, or take one with Tab</source>
        <translation>有 {number} 个符合：{offers}。请继续输入，或按 Tab 选定</translation>
    </message>
    <message>
        <source>“{word}” is not {field} known here; for example {offers}</source>
        <translation>没有名为“{word}”的{field}，例如：{offers}</translation>
    </message>
    <message>
        <source>the first {n}; {more} are left for the next command</source>
        <translation>先办前 {n} 件，其余 {more} 件留待下一条命令</translation>
    </message>
    <message>
        <source>Go to {screen}</source>
        <translation>转到 {screen}</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>结束查找</translation>
    </message>
    <message>
        <source>Search the list for “{words}”</source>
        <translation>在列表中查找“{words}”</translation>
    </message>
    <message>
        <source>Put the cursor on {what}</source>
        <translation>光标移到 {what}</translation>
    </message>
    <message>
        <source>Open {what} on a page of its own</source>
        <translation>单独打开 {what}</translation>
    </message>
    <message>
        <source>Select {what}</source>
        <translation>选中 {what}</translation>
    </message>
    <message>
        <source>Explain why {what} is due then</source>
        <translation>说明 {what} 为何此时到期</translation>
    </message>
    <message>
        <source>Show the joint actions</source>
        <translation>显示联合行动</translation>
    </message>
    <message>
        <source>Show the joint actions with “{words}”</source>
        <translation>查找联合行动“{words}”</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>What may come next</source>
        <translation>可接着输入</translation>
    </message>
</context>
<context>
    <name>CommandPart</name>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Command: pd 石湾 3, ja 1-5, /words, ? keys</source>
        <translation>命令：pd 石湾 3，ja 1-5，/查找，? 快捷键</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Comparison</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>◆ changed by somebody else since you acted</source>
        <translation>◆ 您操作之后被他人改动</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已变动</translation>
    </message>
</context>
<context>
    <name>ComponentScreen</name>
    <message>
        <source>Components</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>Ownerless only</source>
        <translation>只看无主</translation>
    </message>
    <message>
        <source>Its tickets</source>
        <translation>相关工单</translation>
    </message>
    <message>
        <source>Change the owner</source>
        <translation>变更权属</translation>
    </message>
    <message>
        <source>Change the state</source>
        <translation>变更状态</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Register a component</source>
        <translation>登记部件</translation>
    </message>
    <message>
        <source>It stands there no more</source>
        <translation>注销（已拆除）</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Write out as a table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>More of the list</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Enter the owner</source>
        <translation>填写权属</translation>
    </message>
    <message>
        <source>Change owner</source>
        <translation>变更权属</translation>
    </message>
    <message>
        <source>Change state</source>
        <translation>变更状态</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>注销</translation>
    </message>
    <message>
        <source>Write out</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>{code} is registered</source>
        <translation>{code} 已登记</translation>
    </message>
    <message>
        <source>{code} is changed</source>
        <translation>{code} 已变更</translation>
    </message>
    <message>
        <source>Nothing is other than before</source>
        <translation>没有改动</translation>
    </message>
    <message>
        <source>Look at it and open the form again</source>
        <translation>请核对后重新打开表单</translation>
    </message>
    <message>
        <source>{what} stands there no more</source>
        <translation>{what} 已拆除</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Mark it as removed</source>
        <translation>注销</translation>
    </message>
    <message>
        <source>Where to (XLSX or CSV)</source>
        <translation>保存到（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>components.xlsx</source>
        <translation>部件登记.xlsx</translation>
    </message>
    <message>
        <source>Say where the file shall be</source>
        <translation>请写明保存位置</translation>
    </message>
    <message>
        <source>Write the register out</source>
        <translation>导出部件登记</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The name must end in .xlsx or .csv</source>
        <translation>文件名须以 .xlsx 或 .csv 结尾</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已导出：{path}</translation>
    </message>
    <message>
        <source>{code} is marked as removed</source>
        <translation>{code} 已注销</translation>
    </message>
    <message>
        <source>The register has {added} new and {changed} changed components</source>
        <translation>已导入：新增 {added} 个，变更 {changed} 个</translation>
    </message>
</context>
<context>
    <name>Components</name>
    <message>
        <source>Ownerless</source>
        <translation>无主</translation>
    </message>
    <message>
        <source>checked when it is sent</source>
        <translation>发送时核对</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
    <message>
        <source>1 open ticket</source>
        <translation>1 件未结</translation>
    </message>
    <message>
        <source>{n} open tickets</source>
        <translation>{n} 件未结</translation>
    </message>
    <message>
        <source>{field}: {before} → {after}</source>
        <translation>{field}：{before} → {after}</translation>
    </message>
    <message>
        <source>Code, place, kind or owner</source>
        <translation>编码、位置、类别或权属单位</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>权属单位</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>{total} components</source>
        <translation>{total} 个部件</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>No components here</source>
        <translation>没有部件</translation>
    </message>
    <message>
        <source>No component fits; Esc shows all of them.</source>
        <translation>没有符合条件的部件；按 Esc 显示全部。</translation>
    </message>
    <message>
        <source>The register lies at the centre</source>
        <translation>部件登记在中心系统</translation>
    </message>
    <message>
        <source>It is searched there; what is found stands here.</source>
        <translation>在中心系统查询，结果列在这里。</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>A unit, or a name outside the district</source>
        <translation>单位，或区外单位名称</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>Choose “Ownerless” where nobody is known to own it</source>
        <translation>权属不明的请选“无主”</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>A new component</source>
        <translation>登记新部件</translation>
    </message>
    <message>
        <source>nobody is known</source>
        <translation>权属不明</translation>
    </message>
    <message>
        <source>Give its code</source>
        <translation>请填写编码</translation>
    </message>
    <message>
        <source>Say whose it is, or that it is ownerless</source>
        <translation>请填写权属单位，或选“无主”</translation>
    </message>
    <message>
        <source>Longitude and latitude, with a comma between</source>
        <translation>请填写经度和纬度，中间用逗号</translation>
    </message>
    <message>
        <source>Tickets of this component</source>
        <translation>本部件的工单</translation>
    </message>
    <message>
        <source>History</source>
        <translation>变更记录</translation>
    </message>
    <message>
        <source>No component is chosen</source>
        <translation>未选择部件</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>变动时间</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>所在网格</translation>
    </message>
    <message>
        <source>Make safe first, look for the owner</source>
        <translation>先行处置，查找权属单位</translation>
    </message>
    <message>
        <source>where none is found: {unit}</source>
        <translation>查不到的由{unit}兜底</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>none open</source>
        <translation>无未结工单</translation>
    </message>
    <message>
        <source>Table to read in</source>
        <translation>要导入的表格</translation>
    </message>
    <message>
        <source>Let the good rows in although others are refused</source>
        <translation>有行被拒时，其余各行照常导入</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>File (XLSX or CSV)</source>
        <translation>文件（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>Reason, for the history</source>
        <translation>原因（记入变更记录）</translation>
    </message>
    <message>
        <source>What its columns mean</source>
        <translation>各列含义（映射）</translation>
    </message>
    <message>
        <source>Rows that are refused</source>
        <translation>被拒的行</translation>
    </message>
    <message>
        <source>Mapping (TOML): edited here, it goes with this file only</source>
        <translation>映射（TOML）：在此修改的只用于本文件</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Take it in</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Read a table into the register</source>
        <translation>导入部件表格</translation>
    </message>
    <message>
        <source>There is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>{rows} rows: {added} new, {changed} changed, {same} as they were, {ownerless} ownerless, {refused} refused</source>
        <translation>{rows} 行：新增 {added}，变更 {changed}，不变 {same}，无主 {ownerless}，被拒 {refused}</translation>
    </message>
    <message>
        <source>Code, kind or place of the component</source>
        <translation>部件编码、类别或位置</translation>
    </message>
    <message>
        <source>Its code is checked when it is sent</source>
        <translation>编码在发送时核对</translation>
    </message>
    <message>
        <source>Choose one of the list, type its code, or clear the line</source>
        <translation>请从列表选择、填写编码，或清空</translation>
    </message>
    <message>
        <source>Off line: type the code; it is checked when it is sent</source>
        <translation>离线：可填编码，发送时核对</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Other ticket of it</source>
        <translation>该部件其他工单</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>{hours}h{minutes:02d}</source>
        <translation>{hours}时{minutes:02d}分</translation>
    </message>
    <message>
        <source>{hours}h</source>
        <translation>{hours} 时</translation>
    </message>
    <message>
        <source>{days} working day</source>
        <translation>{days} 工作日</translation>
    </message>
    <message>
        <source>{days} working days</source>
        <translation>{days} 工作日</translation>
    </message>
    <message>
        <source>{days} wd</source>
        <translation>{days} 工作日</translation>
    </message>
    <message>
        <source>{days} day</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>{days} days</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>{days}d</source>
        <translation>{days} 天</translation>
    </message>
    <message>
        <source>standing still</source>
        <translation>暂停计时</translation>
    </message>
</context>
<context>
    <name>DeadlineScreen</name>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
</context>
<context>
    <name>Deadlines</name>
    <message>
        <source>{years}: holidays not announced, provisional</source>
        <translation>{years} 年放假安排未公布，时刻为暂定</translation>
    </message>
    <message>
        <source>At the centre</source>
        <translation>中心待办</translation>
    </message>
    <message>
        <source>Clock stands</source>
        <translation>停计时</translation>
    </message>
    <message>
        <source>No stage</source>
        <translation>无环节</translation>
    </message>
    <message>
        <source>not filed</source>
        <translation>未立案</translation>
    </message>
    <message>
        <source>not dispatched</source>
        <translation>未派遣</translation>
    </message>
    <message>
        <source>not dispatched again</source>
        <translation>未改派</translation>
    </message>
    <message>
        <source>not signed in</source>
        <translation>未签收</translation>
    </message>
    <message>
        <source>not on the spot</source>
        <translation>未到场</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>未开始处置</translation>
    </message>
    <message>
        <source>not handled</source>
        <translation>未处置完</translation>
    </message>
    <message>
        <source>in rework</source>
        <translation>返工中</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>未核查</translation>
    </message>
    <message>
        <source>not closed</source>
        <translation>未结案</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>时限台</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>Arrow keys go from one to the next in time, N takes the first free one.</source>
        <translation>方向键按时间逐件移动，N 取最先到期且无人占用的一件。</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>By unit</source>
        <translation>按单位</translation>
    </message>
    <message>
        <source>By stage</source>
        <translation>按环节</translation>
    </message>
    <message>
        <source>By street</source>
        <translation>按街镇</translation>
    </message>
    <message>
        <source>No open ticket</source>
        <translation>没有在办工单</translation>
    </message>
    <message>
        <source>Every open ticket stands here at the instant at which it falls due.</source>
        <translation>每件在办工单都在其到期时刻上。</translation>
    </message>
    <message>
        <source>← → in time · ↑ ↓ lanes · + − zoom · Home now · Space files · Y why · ? all keys</source>
        <translation>← → 按时间 · ↑ ↓ 换行 · + − 缩放 · Home 回到此刻 · 空格 附件 · Y 为什么 · ? 全部按键</translation>
    </message>
    <message>
        <source>No clock runs</source>
        <translation>没有在走的时限</translation>
    </message>
    <message>
        <source>Suspended until {when}</source>
        <translation>已挂起，至 {when}</translation>
    </message>
    <message>
        <source>The clock stands: {clock}</source>
        <translation>停计时：{clock}</translation>
    </message>
    <message>
        <source>{clock} due {when}</source>
        <translation>{clock}到期 {when}</translation>
    </message>
    <message>
        <source>provisional: that year&apos;s days are not announced</source>
        <translation>暂定：该年度放假安排未公布</translation>
    </message>
    <message>
        <source>{n} open</source>
        <translation>在办 {n}</translation>
    </message>
    <message>
        <source>{n} · {due} by {time}</source>
        <translation>{n} · {time}前 {due}</translation>
    </message>
    <message>
        <source>Earlier or later in the lane</source>
        <translation>同一行中更早或更晚的一件</translation>
    </message>
    <message>
        <source>Another lane</source>
        <translation>换一行</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>A screen of time back or on</source>
        <translation>向前或向后一屏时间</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>{begin} to {end}: {n} due</source>
        <translation>{begin} 至 {end}：{n} 件到期</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>What you gave</source>
        <translation>您填写的内容</translation>
    </message>
    <message>
        <source>In the ticket&apos;s timeline since</source>
        <translation>此后的办理记录</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Theirs: {who}, {when}</source>
        <translation>对方：{who} {when}</translation>
    </message>
    <message>
        <source>{who} was first: {what}, {when}. You acted {done}.</source>
        <translation>{who}已先办理：{what}（{when}），您操作于 {done}。</translation>
    </message>
    <message>
        <source>The centre says: {what}</source>
        <translation>中心系统回复：{what}</translation>
    </message>
    <message>
        <source>dropped; it can be brought back until you log out</source>
        <translation>已放弃，退出登录前可以找回</translation>
    </message>
    <message>
        <source>When you acted, {when}</source>
        <translation>您操作时 {when}</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的操作</translation>
    </message>
    <message>
        <source>Later steps of yours wait for it: {steps}</source>
        <translation>您的后续步骤在等待：{steps}</translation>
    </message>
    <message>
        <source>discarded; it can be brought back until you log out</source>
        <translation>已丢弃，退出登录前可以找回</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未提交</translation>
    </message>
    <message>
        <source>Last typed {when}</source>
        <translation>最后填写于 {when}</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制内容</translation>
    </message>
    <message>
        <source>Open the ticket</source>
        <translation>打开工单</translation>
    </message>
    <message>
        <source>Re-apply yours</source>
        <translation>重新提交您的</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>重新提交</translation>
    </message>
    <message>
        <source>Drop yours</source>
        <translation>放弃您的</translation>
    </message>
    <message>
        <source>Correct and send again</source>
        <translation>更正后提交</translation>
    </message>
    <message>
        <source>Re-apply all {n} alike</source>
        <translation>同类 {n} 条全部重新提交</translation>
    </message>
    <message>
        <source>Drop all {n} alike</source>
        <translation>同类 {n} 条全部放弃</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>It can&apos;t be done again as it is: {why}</source>
        <translation>不能按原样重新提交：{why}</translation>
    </message>
    <message>
        <source>In its log since</source>
        <translation>此后的办理记录</translation>
    </message>
    <message>
        <source>Open the joint action</source>
        <translation>查看联合行动</translation>
    </message>
</context>
<context>
    <name>Dispatch</name>
    <message>
        <source>Dispatch</source>
        <translation>派遣台</translation>
    </message>
    <message>
        <source>To dispatch</source>
        <translation>待派遣</translation>
    </message>
    <message>
        <source>Reopened</source>
        <translation>重新办理</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Suggested unit</source>
        <translation>建议承办</translation>
    </message>
    <message>
        <source>Nothing waits for a unit</source>
        <translation>没有待派遣的工单</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N takes the first one that nobody is in.</source>
        <translation>按 N 取第一件无人占用的工单。</translation>
    </message>
    <message>
        <source>To arbitrate</source>
        <translation>待研判</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>D dispatch · A another unit · Shift+D arbitrate · M merge · N next · ? all keys</source>
        <translation>D 派遣 · A 改派他处 · Shift+D 研判 · M 合并 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>Filed tickets come here, and those given back or passed up. The intake desk takes in new ones.</source>
        <translation>已立案的工单，以及退单和提级的工单到这里。新的在受理台受理。</translation>
    </message>
</context>
<context>
    <name>Division</name>
    <message>
        <source>Split {grid}</source>
        <translation>拆分 {grid}</translation>
    </message>
    <message>
        <source>Merge {grids}</source>
        <translation>合并 {grids}</translation>
    </message>
    <message>
        <source>Move the border of {grid}</source>
        <translation>调整 {grid} 边界</translation>
    </message>
    <message>
        <source>Rename {grid}: {name}</source>
        <translation>{grid} 更名为 {name}</translation>
    </message>
    <message>
        <source>Import {file}</source>
        <translation>导入 {file}</translation>
    </message>
    <message>
        <source>{before} → {after} grids: {gone} withdrawn, {fresh} new, {redrawn} redrawn. No hole, no overlap.</source>
        <translation>{before} → {after} 个网格：撤销 {gone}，新设 {fresh}，调整 {redrawn}。无空洞、无重叠。</translation>
    </message>
    <message>
        <source>feature {n}</source>
        <translation>第 {n} 个要素</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Name of the division</source>
        <translation>方案编号</translation>
    </message>
    <message>
        <source>In force from (day)</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格划分</translation>
    </message>
    <message>
        <source>Divisions</source>
        <translation>划分方案</translation>
    </message>
    <message>
        <source>The first division</source>
        <translation>初始划分</translation>
    </message>
    <message>
        <source>Nobody has divided this district anew yet.</source>
        <translation>本区尚未重新划分过网格。</translation>
    </message>
    <message>
        <source>Changes of the draft</source>
        <translation>草案中的变更</translation>
    </message>
    <message>
        <source>No change yet</source>
        <translation>还没有变更</translation>
    </message>
    <message>
        <source>Pick a grid on the map; S splits it, M merges several.</source>
        <translation>在地图上选网格：S 拆分，M 合并多个。</translation>
    </message>
    <message>
        <source>Nothing changes</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <source>Grids that a draft or a division changes stand here.</source>
        <translation>草案或方案变更的网格列在这里。</translation>
    </message>
    <message>
        <source>Nothing to say</source>
        <translation>没有需要说明的</translation>
    </message>
    <message>
        <source>Repairs, holes and overlaps stand here with their places.</source>
        <translation>修复、空洞和重叠及其位置列在这里。</translation>
    </message>
    <message>
        <source>Map of the grids</source>
        <translation>网格地图</translation>
    </message>
    <message>
        <source>past</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>现行</translation>
    </message>
    <message>
        <source>coming</source>
        <translation>待生效</translation>
    </message>
    <message>
        <source>Division</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>From</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>What becomes of it</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Hectares</source>
        <translation>公顷</translation>
    </message>
    <message>
        <source>Open tickets</source>
        <translation>未结工单</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>去向或来源</translation>
    </message>
    <message>
        <source>Bound to it</source>
        <translation>绑定</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新设</translation>
    </message>
    <message>
        <source>redrawn</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>goes to {grids}</source>
        <translation>划入 {grids}</translation>
    </message>
    <message>
        <source>comes from {grids}</source>
        <translation>来自 {grids}</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>不能通过</translation>
    </message>
    <message>
        <source>repaired</source>
        <translation>已修复</translation>
    </message>
    <message>
        <source>Not possible as it stands; faults: {n}</source>
        <translation>目前不能采用，有误 {n} 处</translation>
    </message>
    <message>
        <source>Repairs: {n}</source>
        <translation>修复 {n} 处</translation>
    </message>
    <message>
        <source>posts of rosters: {n}</source>
        <translation>值守岗位 {n}</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数量</translation>
    </message>
</context>
<context>
    <name>DivisionDeeds</name>
    <message>
        <source>Name of grid {code}</source>
        <translation>网格 {code} 的名称</translation>
    </message>
    <message>
        <source>Rename it</source>
        <translation>更名</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>简称</translation>
    </message>
    <message>
        <source>Name in Chinese</source>
        <translation>中文名称</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>英文名称</translation>
    </message>
    <message>
        <source>File (GeoJSON)</source>
        <translation>文件（GeoJSON）</translation>
    </message>
    <message>
        <source>GeoJSON (*.geojson *.json)</source>
        <translation>GeoJSON (*.geojson *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>请选择文件</translation>
    </message>
    <message>
        <source>Put the grids of a file in the place of those that stand</source>
        <translation>用文件中的网格替换现有网格</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Coordinates: WGS-84, GCJ-02 or BD-09</source>
        <translation>坐标系：WGS-84、GCJ-02 或 BD-09</translation>
    </message>
    <message>
        <source>Only within (code of a street or community; empty: all)</source>
        <translation>仅限范围（街道或社区编码，空为全区）</translation>
    </message>
    <message>
        <source>Properties: code, Chinese name, English name, short name, parent</source>
        <translation>属性名：编码、中文名、英文名、简称、上级</translation>
    </message>
    <message>
        <source>Adopt {name} from {day} on: {before} grids become {after}; open tickets keep theirs</source>
        <translation>自 {day} 起采用 {name}：{before} 个网格变为 {after} 个，未结工单保留原网格</translation>
    </message>
    <message>
        <source>Adopt it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>What people call it (may be empty)</source>
        <translation>通称（可不填）</translation>
    </message>
    <message>
        <source>Call division {name} off: the grids stay as they are</source>
        <translation>撤销方案 {name}：网格保持不变</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>撤销版本</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>The coordinates are WGS-84, GCJ-02 or BD-09</source>
        <translation>坐标系只能是 WGS-84、GCJ-02 或 BD-09</translation>
    </message>
    <message>
        <source>Division {name} is called off</source>
        <translation>方案 {name} 已撤销</translation>
    </message>
    <message>
        <source>Code, name or initials</source>
        <translation>编码、名称或首字母</translation>
    </message>
    <message>
        <source>Say which grid</source>
        <translation>请填写网格</translation>
    </message>
    <message>
        <source>Pick a grid on the map by its name</source>
        <translation>按名称选网格</translation>
    </message>
    <message>
        <source>Pick it</source>
        <translation>选定</translation>
    </message>
    <message>
        <source>No grid is called so</source>
        <translation>没有这个网格</translation>
    </message>
</context>
<context>
    <name>DivisionDraft</name>
    <message>
        <source>The grids changed meanwhile: check the draft again</source>
        <translation>其间网格已变更，请重新检查草案</translation>
    </message>
    <message>
        <source>Give the division a name: letters, digits, point and dash</source>
        <translation>请填写方案编号：字母、数字、点和横线</translation>
    </message>
    <message>
        <source>Write the day as 2026-12-01</source>
        <translation>日期请写作 2026-12-01</translation>
    </message>
</context>
<context>
    <name>DivisionOffers</name>
    <message>
        <source>Divide anew</source>
        <translation>重新划分</translation>
    </message>
    <message>
        <source>Split along a line</source>
        <translation>按线拆分</translation>
    </message>
    <message>
        <source>Merge the picked grids</source>
        <translation>合并所选网格</translation>
    </message>
    <message>
        <source>Move the border</source>
        <translation>调整边界</translation>
    </message>
    <message>
        <source>Rename the grid</source>
        <translation>网格更名</translation>
    </message>
    <message>
        <source>Import GeoJSON</source>
        <translation>导入 GeoJSON</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>撤回上一步</translation>
    </message>
    <message>
        <source>Check the draft</source>
        <translation>检查草案</translation>
    </message>
    <message>
        <source>Adopt the division</source>
        <translation>采用方案</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>Bring the draft back</source>
        <translation>找回草稿</translation>
    </message>
    <message>
        <source>Call a coming division off</source>
        <translation>撤销未生效方案</translation>
    </message>
    <message>
        <source>Pick one grid on the map first</source>
        <translation>请先在地图上选一个网格</translation>
    </message>
    <message>
        <source>Pick neighbouring grids on the map first</source>
        <translation>请先在地图上选相邻网格</translation>
    </message>
    <message>
        <source>Find a grid</source>
        <translation>查找网格</translation>
    </message>
    <message>
        <source>Lay the changes over the new division</source>
        <translation>在新方案上重做变更</translation>
    </message>
</context>
<context>
    <name>DivisionScreen</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The centre works it out …</source>
        <translation>中心正在推算…</translation>
    </message>
    <message>
        <source>Click a grid to pick it; click more to merge</source>
        <translation>点选网格；合并时点选多个</translation>
    </message>
    <message>
        <source>Picked: {grids}</source>
        <translation>已选：{grids}</translation>
    </message>
    <message>
        <source>Draw a line across the grid, from border to border; Enter ends it, Esc leaves</source>
        <translation>从边到边画一条线穿过网格；回车完成，Esc 退出</translation>
    </message>
    <message>
        <source>Draw around the ground that it is to get; Enter ends it, Esc leaves</source>
        <translation>圈出要划入的地块；回车完成，Esc 退出</translation>
    </message>
    <message>
        <source>The draft is discarded; B brings it back until you log out</source>
        <translation>草稿已放弃；退出登录前可按 B 找回</translation>
    </message>
    <message>
        <source>Division {name} is adopted; open tickets keep their grids</source>
        <translation>方案 {name} 已采用，未结工单保留原网格</translation>
    </message>
</context>
<context>
    <name>DraftHead</name>
    <message>
        <source>Name of the version</source>
        <translation>版本名称</translation>
    </message>
    <message>
        <source>In force from (day)</source>
        <translation>生效日期</translation>
    </message>
</context>
<context>
    <name>Drafting</name>
    <message>
        <source>Give the version a name</source>
        <translation>请填写版本名称</translation>
    </message>
    <message>
        <source>Write the day as 2026-12-01</source>
        <translation>日期请写作 2026-12-01</translation>
    </message>
    <message>
        <source>Something else was decided meanwhile: check it again</source>
        <translation>其间另有审定或版本变动，请重新核对</translation>
    </message>
</context>
<context>
    <name>DrawnCard</name>
    <message>
        <source>The drawn area</source>
        <translation>圈选区域</translation>
    </message>
    <message>
        <source>Filter by this area</source>
        <translation>按此区域筛选</translation>
    </message>
    <message>
        <source>Act on them ▾</source>
        <translation>批量办理 ▾</translation>
    </message>
    <message>
        <source>Drop it  Esc</source>
        <translation>取消  Esc</translation>
    </message>
    <message>
        <source>1 ticket inside</source>
        <translation>区域内 1 件工单</translation>
    </message>
    <message>
        <source>{n} tickets inside</source>
        <translation>区域内 {n} 件工单</translation>
    </message>
    <message>
        <source>Propose a joint action</source>
        <translation>发起联合行动</translation>
    </message>
    <message>
        <source>The outline crosses itself</source>
        <translation>范围线自相交</translation>
    </message>
</context>
<context>
    <name>Duty</name>
    <message>
        <source>On duty, grid</source>
        <translation>网格在岗</translation>
    </message>
    <message>
        <source>On duty, unit</source>
        <translation>单位在岗</translation>
    </message>
    <message>
        <source>known on line only</source>
        <translation>在线时显示</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>Show phone</source>
        <translation>显示电话</translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation>至 {when}</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
    <message>
        <source>{n} km</source>
        <translation>{n} 公里</translation>
    </message>
    <message>
        <source>for {name}</source>
        <translation>替 {name}</translation>
    </message>
    <message>
        <source>no check-in yet, overdue</source>
        <translation>尚未打卡，已超时</translation>
    </message>
    <message>
        <source>last check-in {age}, overdue</source>
        <translation>{age}打卡，已超时</translation>
    </message>
    <message>
        <source>no check-in yet</source>
        <translation>尚未打卡</translation>
    </message>
    <message>
        <source>checked in {age}</source>
        <translation>{age}打卡</translation>
    </message>
    <message>
        <source>{checked}, {far} from here</source>
        <translation>{checked}，距此 {far}</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first}至{last}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>On duty now</source>
        <translation>当前在岗</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Roster</source>
        <translation>值班表</translation>
    </message>
    <message>
        <source>Nobody on the roster</source>
        <translation>值班表为空</translation>
    </message>
    <message>
        <source>Whoever is put on it stands here.</source>
        <translation>登记的值班人员显示在这里。</translation>
    </message>
    <message>
        <source>the whole unit</source>
        <translation>全单位</translation>
    </message>
    <message>
        <source>nobody until {when}</source>
        <translation>{when} 前无人在岗</translation>
    </message>
    <message>
        <source>Nobody on duty</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>on duty {hours}</source>
        <translation>值守 {hours}</translation>
    </message>
    <message>
        <source>at the grid&apos;s post</source>
        <translation>网格驻点</translation>
    </message>
    <message>
        <source>checked in</source>
        <translation>巡查打卡</translation>
    </message>
    <message>
        <source>reported {number}</source>
        <translation>上报 {number}</translation>
    </message>
    <message>
        <source>sent later</source>
        <translation>补传</translation>
    </message>
    <message>
        <source>no roster</source>
        <translation>未排班</translation>
    </message>
    <message>
        <source>nobody on duty</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>off duty</source>
        <translation>不在班</translation>
    </message>
    <message>
        <source>gap today</source>
        <translation>今日有空班</translation>
    </message>
    <message>
        <source>on duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>The whole district</source>
        <translation>区级单位</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Grid or unit</source>
        <translation>网格或单位</translation>
    </message>
    <message>
        <source>Posts</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Last check-in</source>
        <translation>最近打卡</translation>
    </message>
    <message>
        <source>None of that kind</source>
        <translation>没有这一类</translation>
    </message>
    <message>
        <source>Esc shows all grids and units.</source>
        <translation>按 Esc 显示全部网格和单位。</translation>
    </message>
    <message>
        <source>Nothing of duty yet</source>
        <translation>尚无在岗情况</translation>
    </message>
    <message>
        <source>Grids and units of your scope stand here with who is on duty.</source>
        <translation>您范围内的网格和单位及其在岗人员显示在这里。</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>打卡超时</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>打卡超时</translation>
    </message>
    <message>
        <source>Vacant posts</source>
        <translation>岗位空缺</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>今日空班</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>只看单位</translation>
    </message>
    <message>
        <source>Grid, unit, name</source>
        <translation>网格、单位、姓名、首字母</translation>
    </message>
    <message>
        <source>{when} + 24 h</source>
        <translation>{when} 起全天</translation>
    </message>
    <message>
        <source>{begin}–{end} +1</source>
        <translation>{begin}–次日{end}</translation>
    </message>
</context>
<context>
    <name>DutyDeeds</name>
    <message>
        <source>Take {name} off the roster, with all shifts</source>
        <translation>将 {name} 及其全部班次撤下</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>撤下</translation>
    </message>
    <message>
        <source>Posts here: {posts}</source>
        <translation>岗位：{posts}</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Say which post</source>
        <translation>请填写岗位</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Say who it is</source>
        <translation>请填写姓名</translation>
    </message>
    <message>
        <source>Duty phone</source>
        <translation>值守电话</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Put on the roster</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>the whole unit</source>
        <translation>全单位</translation>
    </message>
    <message>
        <source>Say on which days</source>
        <translation>请填写日期</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Say from when to when, as 08:00-14:00</source>
        <translation>请填写起止时间，如 08:00-14:00</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>Last day, empty for none</source>
        <translation>截止日期，不填为长期</translation>
    </message>
    <message>
        <source>Shift of {name}, from now on</source>
        <translation>{name} 的班次，即时起</translation>
    </message>
    <message>
        <source>Set the shift</source>
        <translation>排班</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Say which day</source>
        <translation>请填写日期</translation>
    </message>
    <message>
        <source>Say who stands in</source>
        <translation>请填写替班人</translation>
    </message>
    <message>
        <source>Say why</source>
        <translation>请填写原因</translation>
    </message>
    <message>
        <source>Somebody stands in for {name}</source>
        <translation>为 {name} 安排替班</translation>
    </message>
    <message>
        <source>Set who stands in</source>
        <translation>安排替班</translation>
    </message>
    <message>
        <source>{name} is off</source>
        <translation>{name} 停班</translation>
    </message>
    <message>
        <source>Set off</source>
        <translation>停班</translation>
    </message>
    <message>
        <source>Table (XLSX or CSV)</source>
        <translation>表格（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>Read a roster in: 网格或单位, 岗位, 姓名, 电话, 私人电话, 账号, 班次, 上班, 下班, 起, 止</source>
        <translation>导入值班表，列为：网格或单位、岗位、姓名、电话、私人电话、账号、班次、上班、下班、起、止</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>请选择文件</translation>
    </message>
    <message>
        <source>Read it in</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>There is no such post here</source>
        <translation>此处没有这个岗位</translation>
    </message>
    <message>
        <source>Write the days as: every day, working days, Mon to Fri</source>
        <translation>日期请写作：每天、工作日、周一至周五</translation>
    </message>
    <message>
        <source>Write the hours as 08:00-14:00</source>
        <translation>时间请写作 08:00-14:00</translation>
    </message>
    <message>
        <source>Write a day as 2026-11-22</source>
        <translation>日期请写作 2026-11-22</translation>
    </message>
    <message>
        <source>Nobody of that name on the roster here</source>
        <translation>此处值班表上没有这个人</translation>
    </message>
    <message>
        <source>Read in: {people} people, {shifts} shifts</source>
        <translation>已导入：{people} 人，{shifts} 个班次</translation>
    </message>
    <message>
        <source>Row {line}, {field}: {why}</source>
        <translation>第 {line} 行，{field}：{why}</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 处</translation>
    </message>
    <message>
        <source>Nothing was taken in. Once more takes in the sound rows only.</source>
        <translation>尚未导入。再按一次只导入无误的行。</translation>
    </message>
    <message>
        <source>Private number (yes or no)</source>
        <translation>私人电话（是或否）</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>every day, working days, Mon to Fri</source>
        <translation>每天、工作日、周一至周五</translation>
    </message>
    <message>
        <source>Who stands in</source>
        <translation>替班人</translation>
    </message>
    <message>
        <source>Hours, empty for all</source>
        <translation>时间，不填为整班</translation>
    </message>
</context>
<context>
    <name>DutyPart</name>
    <message>
        <source>Check in</source>
        <translation>巡查打卡</translation>
    </message>
</context>
<context>
    <name>DutyScreen</name>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Stand in</source>
        <translation>替班</translation>
    </message>
    <message>
        <source>Set a shift</source>
        <translation>排班</translation>
    </message>
    <message>
        <source>Day off</source>
        <translation>停班</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>登记人员</translation>
    </message>
    <message>
        <source>Change a person</source>
        <translation>修改人员</translation>
    </message>
    <message>
        <source>Take off</source>
        <translation>撤下</translation>
    </message>
    <message>
        <source>Read a table in</source>
        <translation>导入值班表</translation>
    </message>
    <message>
        <source>Show phone</source>
        <translation>显示电话</translation>
    </message>
    <message>
        <source>as it was {age}</source>
        <translation>{age}的情况</translation>
    </message>
    <message>
        <source>This phone is not masked</source>
        <translation>这个电话没有隐去</translation>
    </message>
    <message>
        <source>Choose a grid or unit first</source>
        <translation>请先选择网格或单位</translation>
    </message>
    <message>
        <source>This roster is not yours to set</source>
        <translation>这里的值班表不由您管理</translation>
    </message>
    <message>
        <source>Choose a line with a shift first</source>
        <translation>请先选择一个班次</translation>
    </message>
    <message>
        <source>Choose a person first</source>
        <translation>请先选择人员</translation>
    </message>
</context>
<context>
    <name>ExportMap</name>
    <message>
        <source>Export the situation map</source>
        <translation>导出态势图</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>situation map</source>
        <translation>态势图</translation>
    </message>
    <message>
        <source>Situation map of {n} tickets is being written</source>
        <translation>正在写入 {n} 件工单的态势图</translation>
    </message>
    <message>
        <source>Situation map written: {n} tickets, {size} MB, {file}</source>
        <translation>态势图已写入：{n} 件工单，{size} MB，{file}</translation>
    </message>
    <message>
        <source>The situation map was not written: {why}</source>
        <translation>态势图未写入：{why}</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>number on its way</source>
        <translation>编号待定</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未填</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报时间</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>So far</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Superior no.</source>
        <translation>上级编号</translation>
    </message>
    <message>
        <source>Call-back</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>past the limit</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>not located</source>
        <translation>未定位</translation>
    </message>
    <message>
        <source>Reporter</source>
        <translation>反映人</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>round {n}</source>
        <translation>第 {n} 轮</translation>
    </message>
    <message>
        <source>returned {n}×</source>
        <translation>退单 {n} 次</translation>
    </message>
    <message>
        <source>reworked {n}×</source>
        <translation>返工 {n} 次</translation>
    </message>
    <message>
        <source>urged {n}×</source>
        <translation>催办 {n} 次</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>本环节</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限时</translation>
    </message>
    <message>
        <source>{limit} from dispatch</source>
        <translation>自派遣起 {limit}</translation>
    </message>
    <message>
        <source>merged into it</source>
        <translation>已并入</translation>
    </message>
    <message>
        <source>like it nearby: {n}</source>
        <translation>附近相似 {n} 件</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>past its limit</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>done in time</source>
        <translation>按时完成</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>暂停计时</translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation>到 {when}</translation>
    </message>
    <message>
        <source>in {limit}</source>
        <translation>限 {limit}</translation>
    </message>
    <message>
        <source>in full on line only</source>
        <translation>联网后方可查看全文</translation>
    </message>
    <message>
        <source>stands, was due {when}</source>
        <translation>暂停，原定{when}到期</translation>
    </message>
</context>
<context>
    <name>FactsGrid</name>
    <message>
        <source>Facts</source>
        <translation>基本情况</translation>
    </message>
</context>
<context>
    <name>Fallen</name>
    <message>
        <source>{clock}: near its limit</source>
        <translation>{clock}即将到期</translation>
    </message>
    <message>
        <source>{clock}: still past its limit, reminder {n}</source>
        <translation>{clock}超时提醒（第 {n} 次）</translation>
    </message>
    <message>
        <source>{clock}: past its limit</source>
        <translation>{clock}已超时</translation>
    </message>
    <message>
        <source>due {when}</source>
        <translation>截止 {when}</translation>
    </message>
    <message>
        <source>found later</source>
        <translation>事后补记</translation>
    </message>
    <message>
        <source>The mediation is soon</source>
        <translation>调解时间临近</translation>
    </message>
    <message>
        <source>It is time for the mediation</source>
        <translation>已到调解时间</translation>
    </message>
    <message>
        <source>The mediation has no outcome yet</source>
        <translation>调解尚无结果</translation>
    </message>
</context>
<context>
    <name>FilesField</name>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.webp)</source>
        <translation>图片 (*.jpg *.jpeg *.png *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard</source>
        <translation>剪贴板里没有图片</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source>Due within an hour</source>
        <translation>一小时内到期</translation>
    </message>
    <message>
        <source>Due by close of work {when}</source>
        <translation>下班前到期 {when}</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>Due by the end of tomorrow</source>
        <translation>明天之内到期</translation>
    </message>
    <message>
        <source>Due before {when}</source>
        <translation>{when} 前到期</translation>
    </message>
    <message>
        <source>time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Text: {words}</source>
        <translation>文字：{words}</translation>
    </message>
    <message>
        <source>number, words or initials</source>
        <translation>编号、文字或首字母</translation>
    </message>
    <message>
        <source>light</source>
        <translation>信号灯</translation>
    </message>
    <message>
        <source>I am in it</source>
        <translation>我占用的</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>category of items</source>
        <translation>事项类别</translation>
    </message>
    <message>
        <source>shared by {name}</source>
        <translation>{name} 共享</translation>
    </message>
    <message>
        <source>yours, shared</source>
        <translation>我的，已共享</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>“{words}”</translation>
    </message>
    <message>
        <source>Not applied, this console is older: {keys}</source>
        <translation>未生效（本机版本较旧）：{keys}</translation>
    </message>
    <message>
        <source>{n} ha</source>
        <translation>{n} 公顷</translation>
    </message>
    <message>
        <source>In the drawn area ({size})</source>
        <translation>圈选区域内（{size}）</translation>
    </message>
    <message>
        <source>{n} picked on the map</source>
        <translation>地图上选中 {n} 件</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Unit, area, item, channel, light, time, words: text, code or initials</source>
        <translation>单位、区域、事项、渠道、信号灯、时间、文字：输入名称、编码或首字母</translation>
    </message>
    <message>
        <source>Add to the filter</source>
        <translation>添加筛选条件</translation>
    </message>
    <message>
        <source>Enter adds · Backspace takes the last away · Ctrl+Backspace all · Tab on · Esc closes</source>
        <translation>回车 添加 · 退格 去掉最后一项 · Ctrl+退格 全部清除 · Tab 下一处 · Esc 关闭</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>灯</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已存</translation>
    </message>
    <message>
        <source>I am in it</source>
        <translation>我占用的</translation>
    </message>
</context>
<context>
    <name>ForecastPanel</name>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>To handle</source>
        <translation>待处置</translation>
    </message>
    <message>
        <source>Handled then</source>
        <translation>往日同时段处置</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>What turns red before close of work, by unit</source>
        <translation>下班前再超的工单，按承办单位</translation>
    </message>
    <message>
        <source>Nothing falls due until then</source>
        <translation>此前没有到期的工单</translation>
    </message>
    <message>
        <source>Units with tickets that turn red by close of work stand here.</source>
        <translation>有工单将在下班前超时的单位列在这里。</translation>
    </message>
    <message>
        <source>Handled then: the same hours of the last {n} working days, latest first</source>
        <translation>往日同时段处置：前 {n} 个工作日的同一时段，由近到远</translation>
    </message>
    <message>
        <source>◆ more to handle than on any of them: {n}</source>
        <translation>◆ 待处置多于其中任何一天：{n}</translation>
    </message>
    <message>
        <source>What was handled on the days before is not known here</source>
        <translation>本机没有往日处置的数据</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>再超</translation>
    </message>
    <message>
        <source>By close of work {when}, if nothing is done, {n} turn red; past already: {past}</source>
        <translation>下班 {when} 前，不处置将再超 {n} 件；已超 {past} 件</translation>
    </message>
    <message>
        <source>By close of work {when} nothing turns red; past already: {past}</source>
        <translation>下班 {when} 前没有工单将超；已超 {past} 件</translation>
    </message>
</context>
<context>
    <name>FormSheet</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>Grid</name>
    <message>
        <source>To verify</source>
        <translation>待核查</translation>
    </message>
    <message>
        <source>Open in my grid</source>
        <translation>本网格在办</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>Nothing to verify</source>
        <translation>没有待核查的工单</translation>
    </message>
    <message>
        <source>What units have handled in your grid comes here. T reports what you found on your round.</source>
        <translation>本网格内处置完成的工单来到这里；按 T 上报巡查发现的问题。</translation>
    </message>
    <message>
        <source>T report · P passed · X failed · Space files · N next · ? all keys</source>
        <translation>T 上报 · P 核查通过 · X 不通过 · 空格 看附件 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N goes to the one that is due first; T reports a new one.</source>
        <translation>按 N 到最先到期的一件；按 T 上报新问题。</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格台</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Report what I found</source>
        <translation>上报巡查发现</translation>
    </message>
    <message>
        <source>To visit</source>
        <translation>待上门</translation>
    </message>
</context>
<context>
    <name>Grounds</name>
    <message>
        <source>Asked for</source>
        <translation>申请事项</translation>
    </message>
    <message>
        <source>due {after} instead of {before}, extension {n} of {most}</source>
        <translation>时限由 {before} 改为 {after}，第 {n} 次延期，最多 {most} 次</translation>
    </message>
    <message>
        <source>to {level}</source>
        <translation>至{level}</translation>
    </message>
    <message>
        <source>Passed up by</source>
        <translation>提级人</translation>
    </message>
    <message>
        <source>Returned {n}×</source>
        <translation>退单 {n} 次</translation>
    </message>
    <message>
        <source>nobody dispatches it again without one</source>
        <translation>不经研判不得再派遣</translation>
    </message>
    <message>
        <source>an arbitration decides</source>
        <translation>须研判派遣</translation>
    </message>
    <message>
        <source>{item} {code} names it</source>
        <translation>事项“{item}”{code} 规定由其承办</translation>
    </message>
    <message>
        <source>its functions: {list}</source>
        <translation>职能：{list}</translation>
    </message>
    <message>
        <source>signed in first in this round</source>
        <translation>本轮最先签收</translation>
    </message>
    <message>
        <source>takes what is nobody&apos;s</source>
        <translation>无主事项由其兜底</translation>
    </message>
    <message>
        <source>Also</source>
        <translation>另可</translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message>
        <source>Light</source>
        <translation>灯</translation>
    </message>
    <message>
        <source>Category of items</source>
        <translation>事项类别</translation>
    </message>
    <message>
        <source>Area below yours</source>
        <translation>下级区域</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Past its limit</source>
        <translation>已超时限</translation>
    </message>
    <message>
        <source>Due within an hour</source>
        <translation>一小时内到期</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>Due tomorrow</source>
        <translation>明天到期</translation>
    </message>
    <message>
        <source>Due later</source>
        <translation>以后到期</translation>
    </message>
    <message>
        <source>No limit runs</source>
        <translation>无计时</translation>
    </message>
    <message>
        <source>You</source>
        <translation>本席</translation>
    </message>
    <message>
        <source>Without an item</source>
        <translation>未定事项</translation>
    </message>
    <message>
        <source>No unit yet</source>
        <translation>尚无单位</translation>
    </message>
    <message>
        <source>Nobody in it</source>
        <translation>无人占用</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Handling</name>
    <message>
        <source>To do</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>To sign in</source>
        <translation>待签收</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Rework</source>
        <translation>返工</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>已处置</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>没有待办的工单</translation>
    </message>
    <message>
        <source>Tickets that the centre dispatches to your unit come here.</source>
        <translation>中心派遣给本单位的工单来到这里。</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N goes to the one that is due first.</source>
        <translation>按 N 到最先到期的一件。</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>承办台</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
    <message>
        <source>S sign in · B begin · E handled · R return · T more time · H suspend · ? all keys</source>
        <translation>S 签收 · B 开始处置 · E 处置完成 · R 退单 · T 延期 · H 挂起 · ? 全部按键</translation>
    </message>
    <message>
        <source>In parts</source>
        <translation>协办</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Files added</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Took the ticket</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Left the ticket</source>
        <translation>退出占用</translation>
    </message>
    <message>
        <source>files: {n}</source>
        <translation>附件 {n}</translation>
    </message>
    <message>
        <source>posted later</source>
        <translation>补传</translation>
    </message>
    <message>
        <source>You</source>
        <translation>本席</translation>
    </message>
    <message>
        <source>is in this ticket</source>
        <translation>正在办理</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>held until what it follows is settled</source>
        <translation>等待前一步处理完</translation>
    </message>
    <message>
        <source>somebody was first</source>
        <translation>已有他人先办</translation>
    </message>
    <message>
        <source>refused by the centre</source>
        <translation>中心未接受</translation>
    </message>
    <message>
        <source>waiting to be sent again</source>
        <translation>等待重发</translation>
    </message>
    <message>
        <source>waiting to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
</context>
<context>
    <name>InlineForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Give the reason</source>
        <translation>请填写理由</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Send the form, as far as it is filled</source>
        <translation>提交表单（填到哪步办到哪步）</translation>
    </message>
    <message>
        <source>Record only</source>
        <translation>仅登记</translation>
    </message>
    <message>
        <source>Record, file and dispatch</source>
        <translation>登记、立案并派遣</translation>
    </message>
    <message>
        <source>To take in</source>
        <translation>待受理</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>新上报</translation>
    </message>
    <message>
        <source>Accepted, not filed</source>
        <translation>已受理未立案</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Nothing to take in</source>
        <translation>没有待受理的工单</translation>
    </message>
    <message>
        <source>Reports of all channels come here. T opens the form for a call.</source>
        <translation>各渠道上报的工单来到这里；按 T 登记来电。</translation>
    </message>
    <message>
        <source>T a call · F accept and file · A accept · X refuse · M merge · N next · ? all keys</source>
        <translation>T 来电登记 · F 受理并立案 · A 受理 · X 回绝 · M 合并 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N takes the first one that nobody is in; T opens the form for a call.</source>
        <translation>按 N 取第一件无人占用的工单；按 T 登记来电。</translation>
    </message>
    <message>
        <source>Take a call</source>
        <translation>来电登记</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>受理台</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>来电登记</translation>
    </message>
</context>
<context>
    <name>ItemForm</name>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Such as 1-1-01</source>
        <translation>如 1-1-01</translation>
    </message>
    <message>
        <source>Name in Chinese</source>
        <translation>事项名称</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>英文名称</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>A new one: its code, a space, its name</source>
        <translation>新类别：编码、空格、名称</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Amber at … % left</source>
        <translation>剩余百分之几时预警</translation>
    </message>
    <message>
        <source>Keywords, with semicolons between</source>
        <translation>关键词（以分号隔开）</translation>
    </message>
    <message>
        <source>{what} in English</source>
        <translation>{what}（英文）</translation>
    </message>
    <message>
        <source>Name, code or initials</source>
        <translation>名称、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Letters, figures and . : _ - without spaces</source>
        <translation>限字母、数字和 . : _ -，不含空格</translation>
    </message>
    <message>
        <source>Give the item its name</source>
        <translation>请填写事项名称</translation>
    </message>
    <message>
        <source>Choose one, or write a new one&apos;s code and name</source>
        <translation>请选择，或写明新类别的编码和名称</translation>
    </message>
    <message>
        <source>Choose a role or a unit of the district</source>
        <translation>请选择本区的承办角色或单位</translation>
    </message>
    <message>
        <source>Every item has a limit to handle</source>
        <translation>每个事项都须有处置时限</translation>
    </message>
    <message>
        <source>A name takes 200 characters, a standard 4,000</source>
        <translation>名称最多 200 字，标准最多 4000 字</translation>
    </message>
    <message>
        <source>Per cent of the limit, from 0 to 99</source>
        <translation>时限的百分比，0 至 99</translation>
    </message>
    <message>
        <source>role of {n} units</source>
        <translation>承办角色，{n} 个单位</translation>
    </message>
    <message>
        <source>role of one unit</source>
        <translation>承办角色，1 个单位</translation>
    </message>
    <message>
        <source>this unit alone</source>
        <translation>仅此单位</translation>
    </message>
</context>
<context>
    <name>ItemPage</name>
    <message>
        <source>Take over into the draft</source>
        <translation>写入草稿</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>A new item</source>
        <translation>新事项</translation>
    </message>
</context>
<context>
    <name>Items</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>No such item</source>
        <translation>没有这样的事项</translation>
    </message>
    <message>
        <source>Code, name, keyword or pinyin initials; Esc shows all.</source>
        <translation>可按编码、名称、关键词或拼音首字母查找；按 Esc 显示全部。</translation>
    </message>
    <message>
        <source>No items</source>
        <translation>没有事项</translation>
    </message>
    <message>
        <source>This version holds no item.</source>
        <translation>本版本没有事项。</translation>
    </message>
    <message>
        <source>15 work d</source>
        <translation>15 工作日</translation>
    </message>
</context>
<context>
    <name>Joint</name>
    <message>
        <source>Whistle</source>
        <translation>吹哨</translation>
    </message>
    <message>
        <source>Taken on by the committee</source>
        <translation>委员会提请</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>紧急</translation>
    </message>
    <message>
        <source>Danger</source>
        <translation>危险</translation>
    </message>
    <message>
        <source>Photo before</source>
        <translation>处置前照片</translation>
    </message>
    <message>
        <source>Photo after</source>
        <translation>处置后照片</translation>
    </message>
    <message>
        <source>Legal document</source>
        <translation>法律文书</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Hand-over agreement</source>
        <translation>移交协议</translation>
    </message>
    <message>
        <source>Other evidence</source>
        <translation>其他证据</translation>
    </message>
    <message>
        <source>used before</source>
        <translation>曾用于他案</translation>
    </message>
    <message>
        <source>taken at another time</source>
        <translation>拍摄时间不符</translation>
    </message>
    <message>
        <source>taken elsewhere</source>
        <translation>拍摄位置不符</translation>
    </message>
    <message>
        <source>says no time</source>
        <translation>无拍摄时间</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>召集</translation>
    </message>
    <message>
        <source>Muster</source>
        <translation>集结</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开工</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>验收</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>Handle</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Arrive</source>
        <translation>报到</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Well?</source>
        <translation>报平安</translation>
    </message>
    <message>
        <source>Application for lead</source>
        <translation>主协办申请</translation>
    </message>
    <message>
        <source>Green channel</source>
        <translation>开通绿色通道</translation>
    </message>
    <message>
        <source>not what it says it is</source>
        <translation>文件类型不符</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Papers to follow</source>
        <translation>容缺材料</translation>
    </message>
    <message>
        <source>Mediation session</source>
        <translation>调解会</translation>
    </message>
    <message>
        <source>Performance of the settlement</source>
        <translation>协议履行</translation>
    </message>
    <message>
        <source>Round of a campaign</source>
        <translation>整治轮次</translation>
    </message>
</context>
<context>
    <name>JointActing</name>
    <message>
        <source>There is nothing here to take this step on now</source>
        <translation>现在没有可办理此步骤的对象</translation>
    </message>
    <message>
        <source>It is no longer yours to see; what you wrote is kept</source>
        <translation>已不在您的范围内；所写内容已保留</translation>
    </message>
    <message>
        <source>Found in joint action {number}</source>
        <translation>联合行动 {number} 中发现</translation>
    </message>
    <message>
        <source>{n} entries</source>
        <translation>共 {n} 条</translation>
    </message>
    <message>
        <source>Nobody scores their own department; the centre does</source>
        <translation>不能评价本单位，由区中心评价</translation>
    </message>
    <message>
        <source>The joint action does not allow this step now; what you wrote is kept here</source>
        <translation>该联合行动现在不能办理此步骤，所填内容仍保留在此</translation>
    </message>
    <message>
        <source>What it was done to has changed; what you wrote is kept here</source>
        <translation>办理对象已有变化，所填内容仍保留在此</translation>
    </message>
    <message>
        <source>That form holds something half written: send or discard it first</source>
        <translation>该表单已有未提交的内容，请先提交或放弃</translation>
    </message>
</context>
<context>
    <name>JointApproval</name>
    <message>
        <source>How it stands</source>
        <translation>办理情况</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>材料</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>批文</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时限</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>{limit}, due {when}</source>
        <translation>时限 {limit}，{when}到期</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>came {when}</source>
        <translation>{when}已补齐</translation>
    </message>
    <message>
        <source>files: {n}</source>
        <translation>附件 {n}</translation>
    </message>
    <message>
        <source>Which papers, in what form</source>
        <translation>写明材料名称和形式</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Type how many, from 1 to 365</source>
        <translation>请填写1至365的整数</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>计时单位</translation>
    </message>
    <message>
        <source>One more approval</source>
        <translation>再加一项审批</translation>
    </message>
    <message>
        <source>Say what at least one department is to approve</source>
        <translation>请至少填写一项审批事项</translation>
    </message>
    <message>
        <source>What it approves</source>
        <translation>审批事项</translation>
    </message>
    <message>
        <source>Choose one of the departments named above</source>
        <translation>请从上面的参加单位中选择</translation>
    </message>
    <message>
        <source>{unit}: write what it is to approve</source>
        <translation>{unit}：请填写审批事项</translation>
    </message>
    <message>
        <source>{unit}: the limit is a whole number from 1 to 365</source>
        <translation>{unit}：时限须为1至365的整数</translation>
    </message>
    <message>
        <source>working days</source>
        <translation>工作日</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>working hours</source>
        <translation>工作小时</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Approvals, beside each other</source>
        <translation>并联审批事项</translation>
    </message>
    <message>
        <source>Which department approves</source>
        <translation>审批单位</translation>
    </message>
    <message>
        <source>What it is to approve</source>
        <translation>审批事项</translation>
    </message>
    <message>
        <source>Within what time</source>
        <translation>办理时限</translation>
    </message>
    <message>
        <source>Papers that may follow (optional)</source>
        <translation>容缺材料（选填）</translation>
    </message>
    <message>
        <source>They are to come by (where papers may follow)</source>
        <translation>补齐时限（容缺受理时填写）</translation>
    </message>
    <message>
        <source>Number of the permit</source>
        <translation>批准文号</translation>
    </message>
    <message>
        <source>Conditions, words (optional)</source>
        <translation>批准内容、条件（选填）</translation>
    </message>
    <message>
        <source>Permit and papers (optional)</source>
        <translation>批文及材料（选填）</translation>
    </message>
    <message>
        <source>What is lacking</source>
        <translation>需补正的材料</translation>
    </message>
    <message>
        <source>Which approval</source>
        <translation>哪项审批</translation>
    </message>
    <message>
        <source>Which papers, in what form; its clock stands until they come</source>
        <translation>写明需补正的材料和形式；补齐前停止计时</translation>
    </message>
    <message>
        <source>Why it can&apos;t be granted, on what rule</source>
        <translation>不予批准的理由和依据</translation>
    </message>
    <message>
        <source>Why it is no longer needed</source>
        <translation>为何不再需要</translation>
    </message>
    <message>
        <source>What came</source>
        <translation>收到的材料</translation>
    </message>
    <message>
        <source>What is allowed, on what conditions</source>
        <translation>批准的内容和条件</translation>
    </message>
    <message>
        <source>Write what is to be approved</source>
        <translation>请填写审批事项</translation>
    </message>
    <message>
        <source>Write the permit&apos;s number</source>
        <translation>请填写批准文号</translation>
    </message>
    <message>
        <source>Say by when the papers are to come</source>
        <translation>请填写补齐时限</translation>
    </message>
    <message>
        <source>Say which papers may follow, or empty the time</source>
        <translation>请填写容缺材料，或清空时限</translation>
    </message>
    <message>
        <source>Lacking: {what}</source>
        <translation>待补正：{what}</translation>
    </message>
    <message>
        <source>{papers} by {when}</source>
        <translation>{papers}，{when}前补齐</translation>
    </message>
    <message>
        <source>approvals open: {n}</source>
        <translation>未办结审批 {n} 项</translation>
    </message>
    <message>
        <source>papers owed: {n}</source>
        <translation>待补材料 {n} 项</translation>
    </message>
    <message>
        <source>Not decided: {what}</source>
        <translation>未办结审批：{what}</translation>
    </message>
    <message>
        <source>Papers to come: {what}</source>
        <translation>待补齐材料：{what}</translation>
    </message>
    <message>
        <source>{n}/{all} approved</source>
        <translation>审批 {n}/{all}</translation>
    </message>
    <message>
        <source>{n} of {all} departments signed in</source>
        <translation>{all} 家单位已签收 {n} 家</translation>
    </message>
    <message>
        <source>{n} of {all} approvals decided</source>
        <translation>{all} 项审批已办结 {n} 项</translation>
    </message>
    <message>
        <source>to come by {when}</source>
        <translation>{when}前补齐</translation>
    </message>
</context>
<context>
    <name>JointCards</name>
    <message>
        <source>{n} wanted</source>
        <translation>拟请 {n} 家</translation>
    </message>
    <message>
        <source>Lead {unit}</source>
        <translation>主办 {unit}</translation>
    </message>
    <message>
        <source>{n} departments</source>
        <translation>{n} 家单位</translation>
    </message>
    <message>
        <source>{n}/{all} signed in</source>
        <translation>{n}/{all} 签</translation>
    </message>
    <message>
        <source>{n}/{all} scored</source>
        <translation>{n}/{all} 评</translation>
    </message>
    <message>
        <source>{n}/{all} on site</source>
        <translation>{n}/{all} 到</translation>
    </message>
    <message>
        <source>{names} and {n} more</source>
        <translation>{names}等另 {n} 家</translation>
    </message>
    <message>
        <source>Missing {names}</source>
        <translation>缺 {names}</translation>
    </message>
    <message>
        <source>Not heard of in time: {who}</source>
        <translation>超时未报平安：{who}</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Objections to decide: {n}</source>
        <translation>待裁定异议 {n} 件</translation>
    </message>
    <message>
        <source>Objection</source>
        <translation>异议</translation>
    </message>
    <message>
        <source>Evidence that its kind demands and is missing: {n}</source>
        <translation>按类型规定尚缺证据 {n} 项</translation>
    </message>
    <message>
        <source>Evidence −{n}</source>
        <translation>缺证 {n}</translation>
    </message>
    <message>
        <source>Accountability is not settled</source>
        <translation>问责尚未办结</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>Acceptance failed: {n}</source>
        <translation>验收不通过 {n} 次</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重办</translation>
    </message>
    <message>
        <source>Runs: {clock}</source>
        <translation>计时：{clock}</translation>
    </message>
</context>
<context>
    <name>JointCells</name>
    <message>
        <source>Sign-in</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>报到</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>拟请</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>co-handler</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>for {unit}</source>
        <translation>顶替 {unit}</translation>
    </message>
    <message>
        <source>late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>计时暂停</translation>
    </message>
    <message>
        <source>reminded {n} times, last {when}</source>
        <translation>已催办 {n} 次，最近 {when}</translation>
    </message>
    <message>
        <source>{n} people</source>
        <translation>{n} 人</translation>
    </message>
    <message>
        <source>{n} m from the place</source>
        <translation>距现场 {n} 米</translation>
    </message>
    <message>
        <source>outside the radius of {n} m</source>
        <translation>超出 {n} 米范围</translation>
    </message>
    <message>
        <source>{n} people, every {m} minutes, last heard of {when}</source>
        <translation>{n} 人，每 {m} 分钟联络，最近 {when}</translation>
    </message>
    <message>
        <source>left {when}</source>
        <translation>{when} 撤离</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>未参会</translation>
    </message>
    <message>
        <source>{n} items</source>
        <translation>{n} 件</translation>
    </message>
    <message>
        <source>do not count: {n}</source>
        <translation>不计入 {n} 件</translation>
    </message>
    <message>
        <source>to sign</source>
        <translation>待签署</translation>
    </message>
    <message>
        <source>scores the whistle {n}</source>
        <translation>评吹哨 {n} 分</translation>
    </message>
    <message>
        <source>{n} of 5</source>
        <translation>{n} 分</translation>
    </message>
    <message>
        <source>to score</source>
        <translation>待评价</translation>
    </message>
    <message>
        <source>Approvals done</source>
        <translation>审批办结</translation>
    </message>
    <message>
        <source>changed, before: {scores}</source>
        <translation>有改动，原为 {scores}</translation>
    </message>
    <message>
        <source>{n} of 5, was {before}</source>
        <translation>{n} 分，原 {before}</translation>
    </message>
</context>
<context>
    <name>JointFacts</name>
    <message>
        <source>{way} by {who} {when}</source>
        <translation>{who}{way} {when}</translation>
    </message>
    <message>
        <source>approved by {who} {when}</source>
        <translation>{who}批准 {when}</translation>
    </message>
    <message>
        <source>{n} ticket</source>
        <translation>工单 {n} 件</translation>
    </message>
    <message>
        <source>{n} tickets</source>
        <translation>工单 {n} 件</translation>
    </message>
    <message>
        <source>{n} of {all} departments on site</source>
        <translation>到场 {n}/{all} 家</translation>
    </message>
    <message>
        <source>{n} people</source>
        <translation>{n} 人</translation>
    </message>
    <message>
        <source>{n} outside the radius</source>
        <translation>{n} 家在范围外</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>In full</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Meet at</source>
        <translation>集合时间</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Ended because</source>
        <translation>终止原因</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>会议纪要</translation>
    </message>
    <message>
        <source>{who} ({n})</source>
        <translation>{who} {n} 人</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>参会</translation>
    </message>
    <message>
        <source>to {who}</source>
        <translation>移交 {who}</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>移交协议</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>kept in it</source>
        <translation>异议不成立</translation>
    </message>
    <message>
        <source>released</source>
        <translation>已免除</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已撤回异议</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>待裁定</translation>
    </message>
    <message>
        <source>Objection</source>
        <translation>异议</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>验收不通过</translation>
    </message>
    <message>
        <source>Accountability</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>所属整治</translation>
    </message>
</context>
<context>
    <name>JointFields</name>
    <message>
        <source>Choose one</source>
        <translation>请选择一项</translation>
    </message>
    <message>
        <source>Number or words of the ticket</source>
        <translation>工单编号或文字</translation>
    </message>
    <message>
        <source>Words, code or pinyin initials</source>
        <translation>文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>A whole number is needed here</source>
        <translation>此处须填整数</translation>
    </message>
    <message>
        <source>Choose the place from the list, or type longitude, latitude</source>
        <translation>从列表中选择地点，或输入经度、纬度</translation>
    </message>
    <message>
        <source>An area is no point: choose an address, or type longitude, latitude</source>
        <translation>区域不是点位：请选择地址，或输入经度、纬度</translation>
    </message>
    <message>
        <source>Choose it from the list, or empty the line</source>
        <translation>从列表中选择，或清空此行</translation>
    </message>
    <message>
        <source>Either a unit or a body outside: empty one of the two</source>
        <translation>单位与外部机构二选一，请清空其中一项</translation>
    </message>
    <message>
        <source>Say to whom it is handed over</source>
        <translation>请填写移交给谁</translation>
    </message>
    <message>
        <source>It is not an entry of {unit}</source>
        <translation>该条目不属于{unit}</translation>
    </message>
    <message>
        <source>One file holds what was signed: take the others out</source>
        <translation>签署件只收一个文件，请移除其余文件</translation>
    </message>
    <message>
        <source>Choose which of the files is the document, or empty the line</source>
        <translation>请选明哪个文件是文书，或清空此栏</translation>
    </message>
    <message>
        <source>Say who is called on this entry, or empty the entry</source>
        <translation>请填写据此改请哪个单位，或清空清单条目</translation>
    </message>
</context>
<context>
    <name>JointFigures</name>
    <message>
        <source>Actions called in the month</source>
        <translation>当月召集的行动</translation>
    </message>
    <message>
        <source>People sent</source>
        <translation>派出人次</translation>
    </message>
    <message>
        <source>Problems found</source>
        <translation>发现问题</translation>
    </message>
    <message>
        <source>People sent by department</source>
        <translation>各单位派出人次</translation>
    </message>
    <message>
        <source>Actions by {group}</source>
        <translation>行动数（按{group}）</translation>
    </message>
    <message>
        <source>Source: the centre&apos;s joint actions, {days}</source>
        <translation>来源：中心联合行动，{days}</translation>
    </message>
    <message>
        <source>{n} more in the table</source>
        <translation>另有 {n} 行见表</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>行动</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人次</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Handed on</source>
        <translation>转交</translation>
    </message>
    <message>
        <source>Ticketed</source>
        <translation>转工单</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>召集</translation>
    </message>
    <message>
        <source>Led</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Sign-in in time</source>
        <translation>按时签收</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Arrival in time</source>
        <translation>按时到场</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>缺席</translation>
    </message>
    <message>
        <source>Min to arrive</source>
        <translation>到场用时(分)</translation>
    </message>
    <message>
        <source>Hours to complete</source>
        <translation>办结用时(时)</translation>
    </message>
    <message>
        <source>Objections</source>
        <translation>异议</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>不成立</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>免除</translation>
    </message>
    <message>
        <source>Substituted</source>
        <translation>换派</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>验收不过</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Whistle stars</source>
        <translation>吹哨得分</translation>
    </message>
    <message>
        <source>Lead department</source>
        <translation>主办单位</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Way it began</source>
        <translation>发起方式</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街镇</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>参加单位</translation>
    </message>
    <message>
        <source>Half-year</source>
        <translation>半年</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>季度</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Free span</source>
        <translation>自选时段</translation>
    </message>
    <message>
        <source>{year}, first half</source>
        <translation>{year}年上半年</translation>
    </message>
    <message>
        <source>{year}, second half</source>
        <translation>{year}年下半年</translation>
    </message>
    <message>
        <source>{year}, quarter {n}</source>
        <translation>{year}年第{n}季度</translation>
    </message>
    <message>
        <source>{year}-{n}</source>
        <translation>{year}年{n}月</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first}至{last}</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>The period before</source>
        <translation>前一时段</translation>
    </message>
    <message>
        <source>The period after</source>
        <translation>后一时段</translation>
    </message>
    <message>
        <source>actions</source>
        <translation>联合行动（宗）</translation>
    </message>
    <message>
        <source>people sent</source>
        <translation>派出人次</translation>
    </message>
    <message>
        <source>problems</source>
        <translation>发现问题（项）</translation>
    </message>
    <message>
        <source>problems dealt with</source>
        <translation>问题办结率</translation>
    </message>
    <message>
        <source>arrived in time</source>
        <translation>按时到场率</translation>
    </message>
    <message>
        <source>minutes to arrive</source>
        <translation>平均到场（分钟）</translation>
    </message>
    <message>
        <source>hours to complete</source>
        <translation>平均办结（小时）</translation>
    </message>
    <message>
        <source>stars for departments</source>
        <translation>单位平均得分</translation>
    </message>
    <message>
        <source>actions led</source>
        <translation>主办行动（宗）</translation>
    </message>
    <message>
        <source>Mediations ended</source>
        <translation>有结果调解</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>达成协议</translation>
    </message>
    <message>
        <source>Settled of ended</source>
        <translation>调解成功率</translation>
    </message>
    <message>
        <source>Settled ¥10k</source>
        <translation>协议金额万元</translation>
    </message>
    <message>
        <source>Performed ¥10k</source>
        <translation>履行金额万元</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>并联审批</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>不予批准</translation>
    </message>
    <message>
        <source>Approved in time</source>
        <translation>按时审批率</translation>
    </message>
    <message>
        <source>mediations settled</source>
        <translation>调解成功率</translation>
    </message>
    <message>
        <source>yuan performed</source>
        <translation>调解已履行金额（元）</translation>
    </message>
    <message>
        <source>approved in time</source>
        <translation>按时审批率</translation>
    </message>
    <message>
        <source>¥{performed} performed of ¥{settled} settled on</source>
        <translation>协议金额 {settled} 元，已履行 {performed} 元</translation>
    </message>
    <message>
        <source>{settled} of {ended} mediations that came to an end</source>
        <translation>有结果的调解 {ended} 件，达成协议 {settled} 件</translation>
    </message>
    <message>
        <source>{n} of {due} approvals that were due</source>
        <translation>到期审批 {due} 项，按时办结 {n} 项</translation>
    </message>
    <message>
        <source>Not settled</source>
        <translation>调解未成</translation>
    </message>
    <message>
        <source>Confirmed by court</source>
        <translation>司法确认</translation>
    </message>
    <message>
        <source>Not performed</source>
        <translation>未履行</translation>
    </message>
    <message>
        <source>Papers lacking</source>
        <translation>要求补正</translation>
    </message>
    <message>
        <source>Mediations, approvals</source>
        <translation>调解与审批</translation>
    </message>
    <message>
        <source>{n}×10k</source>
        <translation>{n}万</translation>
    </message>
</context>
<context>
    <name>JointFiguresScreen</name>
    <message>
        <source>Joint figures</source>
        <translation>联动统计</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>统计口径</translation>
    </message>
    <message>
        <source>Only one street</source>
        <translation>只看一个街镇</translation>
    </message>
    <message>
        <source>The period before</source>
        <translation>前一时段</translation>
    </message>
    <message>
        <source>The period after</source>
        <translation>后一时段</translation>
    </message>
    <message>
        <source>Write out as a table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>No joint action was called in these days</source>
        <translation>这一时段没有召集联合行动</translation>
    </message>
    <message>
        <source>[ and ] go to the period before and after; H, Q, M choose its length.</source>
        <translation>按 [ 和 ] 看前后时段，按 H、Q、M 选半年、季度、月。</translation>
    </message>
    <message>
        <source>The figures are counted at the centre</source>
        <translation>统计由中心完成</translation>
    </message>
    <message>
        <source>The figures are being counted</source>
        <translation>正在统计</translation>
    </message>
    <message>
        <source>Write out</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Where to (XLSX or CSV)</source>
        <translation>保存到（XLSX 或 CSV）</translation>
    </message>
    <message>
        <source>joint actions {days}.xlsx</source>
        <translation>联合行动统计 {days}.xlsx</translation>
    </message>
    <message>
        <source>Say where the file shall be</source>
        <translation>请写明保存位置</translation>
    </message>
    <message>
        <source>Write out the figures: {period}</source>
        <translation>导出统计：{period}</translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Type a day, such as 2026-07-01</source>
        <translation>请填写日期，如 2026-07-01</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起始日</translation>
    </message>
    <message>
        <source>To, that day within</source>
        <translation>截止日（含当日）</translation>
    </message>
    <message>
        <source>Any days</source>
        <translation>自选时段</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The name must end in .xlsx or .csv</source>
        <translation>文件名须以 .xlsx 或 .csv 结尾</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已导出：{path}</translation>
    </message>
    <message>
        <source>The last day comes before the first</source>
        <translation>截止日早于起始日</translation>
    </message>
    <message>
        <source>counted at {time}</source>
        <translation>{time} 统计</translation>
    </message>
</context>
<context>
    <name>JointForms</name>
    <message>
        <source>Unit: words, code or pinyin initials</source>
        <translation>单位：文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>Choose the unit from the list, or empty the line</source>
        <translation>从列表中选择单位，或清空此行</translation>
    </message>
    <message>
        <source>it applies for the lead</source>
        <translation>申请主办</translation>
    </message>
    <message>
        <source>grounds {item}</source>
        <translation>对应{item}</translation>
    </message>
    <message>
        <source>{item} names it</source>
        <translation>{item}的责任单位</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>吹哨点名</translation>
    </message>
    <message>
        <source>One more department</source>
        <translation>增加单位</translation>
    </message>
    <message>
        <source>Choose the department from the list</source>
        <translation>从列表中选择单位</translation>
    </message>
    <message>
        <source>A department stands here twice: take one of them out</source>
        <translation>同一单位出现两次，请移出一个</translation>
    </message>
    <message>
        <source>It takes part already</source>
        <translation>该单位已参加</translation>
    </message>
    <message>
        <source>Say which department leads</source>
        <translation>请指定主办单位</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>主办</translation>
    </message>
    <message>
        <source>Entry of the duty or powers list</source>
        <translation>职责或权力清单条目</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Entry that grounds it</source>
        <translation>依据条目</translation>
    </message>
    <message>
        <source>Sign in, min</source>
        <translation>签收（分钟）</translation>
    </message>
    <message>
        <source>Arrive, min</source>
        <translation>报到（分钟）</translation>
    </message>
    <message>
        <source>Minutes to sign in</source>
        <translation>签收时限（分钟）</translation>
    </message>
    <message>
        <source>Minutes to arrive</source>
        <translation>报到时限（分钟）</translation>
    </message>
    <message>
        <source>{unit}: choose the entry from the list</source>
        <translation>{unit}：从列表中选择条目</translation>
    </message>
    <message>
        <source>{entry} is not an entry of {unit}</source>
        <translation>{entry} 不是{unit}的条目</translation>
    </message>
    <message>
        <source>{unit}: minutes are a whole number</source>
        <translation>{unit}：分钟须为整数</translation>
    </message>
    <message>
        <source>leads, {state}</source>
        <translation>主办，{state}</translation>
    </message>
    <message>
        <source>A body outside</source>
        <translation>增加外部机构</translation>
    </message>
    <message>
        <source>How many people came is a whole number</source>
        <translation>到场人数须为整数</translation>
    </message>
    <message>
        <source>Write who was there, or take the line out</source>
        <translation>填写参会者，或移出此行</translation>
    </message>
    <message>
        <source>Who, such as a property company</source>
        <translation>名称，如物业公司</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>One more task</source>
        <translation>增加任务</translation>
    </message>
    <message>
        <source>What it is to do</source>
        <translation>任务内容</translation>
    </message>
    <message>
        <source>Choose whose task it is from the list</source>
        <translation>从列表中选择承担单位</translation>
    </message>
    <message>
        <source>{unit}: write what it is to do</source>
        <translation>{unit}：填写任务内容</translation>
    </message>
    <message>
        <source>{unit}: type until when, such as 18:00 or 3d</source>
        <translation>{unit}：填写完成时间，如 18:00 或 3d</translation>
    </message>
    <message>
        <source>{unit}: until when lies in the past</source>
        <translation>{unit}：完成时间已过</translation>
    </message>
    <message>
        <source>{unit}: choose one to five stars</source>
        <translation>{unit}：请评一至五星</translation>
    </message>
    <message>
        <source>Choose one to five stars; the figures 1 to 5 do</source>
        <translation>请评一至五星，可按数字键 1 至 5</translation>
    </message>
    <message>
        <source>Words (optional)</source>
        <translation>评语或说明（选填）</translation>
    </message>
    <message>
        <source>To which unit</source>
        <translation>移交单位</translation>
    </message>
    <message>
        <source>What is handed over, and who keeps it up</source>
        <translation>移交内容与管护责任</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>错误说明</translation>
    </message>
    <message>
        <source>Whose task</source>
        <translation>承担单位</translation>
    </message>
    <message>
        <source>Called in its place (optional)</source>
        <translation>改派单位（选填）</translation>
    </message>
    <message>
        <source>Called in its place</source>
        <translation>改派单位</translation>
    </message>
    <message>
        <source>Whose it is by the lists (optional)</source>
        <translation>清单所列责任（选填）</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Files, each with what it is</source>
        <translation>文件（逐件注明种类）</translation>
    </message>
    <message>
        <source>Where it was taken (optional)</source>
        <translation>拍摄地点（选填）</translation>
    </message>
    <message>
        <source>The signed agreement</source>
        <translation>已签署的协议</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>备注（选填）</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>参加单位</translation>
    </message>
    <message>
        <source>When they meet on the spot (optional)</source>
        <translation>现场集合时间（选填）</translation>
    </message>
    <message>
        <source>How many people</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Where they are (optional)</source>
        <translation>所在位置（选填）</translation>
    </message>
    <message>
        <source>Place (optional)</source>
        <translation>地点（选填）</translation>
    </message>
    <message>
        <source>Files (optional)</source>
        <translation>附件（选填）</translation>
    </message>
    <message>
        <source>Entry of the duty or powers list (optional)</source>
        <translation>职责清单或权力清单条目（选填）</translation>
    </message>
    <message>
        <source>What was agreed</source>
        <translation>议定事项</translation>
    </message>
    <message>
        <source>Who was there</source>
        <translation>参会情况</translation>
    </message>
    <message>
        <source>Who does what until when</source>
        <translation>任务分工与时限</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Number of the legal document (optional)</source>
        <translation>文书编号（选填）</translation>
    </message>
    <message>
        <source>Or to a body outside</source>
        <translation>或移交给外部机构</translation>
    </message>
    <message>
        <source>Minutes between two signs of life</source>
        <translation>报平安间隔（分钟）</translation>
    </message>
    <message>
        <source>How good was the whistle</source>
        <translation>对吹哨的评价</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Which task</source>
        <translation>哪项任务</translation>
    </message>
    <message>
        <source>Which problem</source>
        <translation>哪个问题</translation>
    </message>
    <message>
        <source>Which item of evidence</source>
        <translation>哪项证据</translation>
    </message>
    <message>
        <source>Which ticket</source>
        <translation>哪件工单</translation>
    </message>
    <message>
        <source>Which department</source>
        <translation>哪个单位</translation>
    </message>
    <message>
        <source>Why no joint action is called; who asked reads this</source>
        <translation>不予批准的理由；发起方可见</translation>
    </message>
    <message>
        <source>Why it is no longer needed</source>
        <translation>不再需要的理由</translation>
    </message>
    <message>
        <source>Why this department is needed, too</source>
        <translation>增派该单位的理由</translation>
    </message>
    <message>
        <source>Why it is not this department&apos;s, and whose it is</source>
        <translation>不属本单位职责的理由，以及应由谁办理</translation>
    </message>
    <message>
        <source>Why it is this department&apos;s; it reads this</source>
        <translation>属于该单位职责的理由；该单位可见</translation>
    </message>
    <message>
        <source>Why it need not take part</source>
        <translation>免除参加的理由</translation>
    </message>
    <message>
        <source>Why another department comes</source>
        <translation>换派的理由</translation>
    </message>
    <message>
        <source>What is done, in which order, who answers for what</source>
        <translation>做什么、先后次序、各自责任</translation>
    </message>
    <message>
        <source>What, where, to what end</source>
        <translation>做什么、在哪里、达到什么要求</translation>
    </message>
    <message>
        <source>What was done, with what result</source>
        <translation>做了什么，结果如何</translation>
    </message>
    <message>
        <source>What is wrong, and since when if known</source>
        <translation>问题情况，已知时注明起始时间</translation>
    </message>
    <message>
        <source>How it was dealt with on the spot</source>
        <translation>现场如何处理</translation>
    </message>
    <message>
        <source>Why it is that unit&apos;s</source>
        <translation>属于该单位职责的理由</translation>
    </message>
    <message>
        <source>Why it counts for nothing</source>
        <translation>剔除的理由</translation>
    </message>
    <message>
        <source>Things, state, keys and papers, duties from now on</source>
        <translation>移交物、现状、钥匙资料、今后管护责任</translation>
    </message>
    <message>
        <source>What stands in the way, and until when</source>
        <translation>暂停的原因与预计时间</translation>
    </message>
    <message>
        <source>What was done, by whom, with what result</source>
        <translation>做了什么、由谁做、结果如何</translation>
    </message>
    <message>
        <source>What is still wrong on the spot</source>
        <translation>现场还有什么问题</translation>
    </message>
    <message>
        <source>Why it is called off; all departments read this</source>
        <translation>取消的理由；各参加单位可见</translation>
    </message>
    <message>
        <source>Who answers for it, and what was decided</source>
        <translation>追究谁的责任、作出什么处理</translation>
    </message>
    <message>
        <source>Why it does not belong to it</source>
        <translation>解除关联的理由</translation>
    </message>
    <message>
        <source>To all who take part</source>
        <translation>发给全体参加单位</translation>
    </message>
    <message>
        <source>Add at least one file</source>
        <translation>请至少添加一个文件</translation>
    </message>
    <message>
        <source>Choose one</source>
        <translation>请选择一项</translation>
    </message>
    <message>
        <source>Write the reason; it goes into the log</source>
        <translation>请写明理由，将记入日志</translation>
    </message>
    <message>
        <source>Write what was done</source>
        <translation>请写明处置结果</translation>
    </message>
    <message>
        <source>Write a line</source>
        <translation>请写一句</translation>
    </message>
    <message>
        <source>Type how many, a whole number from 1</source>
        <translation>填写数量，从 1 起的整数</translation>
    </message>
    <message>
        <source>Write what was agreed</source>
        <translation>请写明议定事项</translation>
    </message>
    <message>
        <source>Type a time to come, such as 18:00 or 3d</source>
        <translation>填写将来的时间，如 18:00 或 3d</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>请填写</translation>
    </message>
    <message>
        <source>Write a title</source>
        <translation>请填写标题</translation>
    </message>
    <message>
        <source>Choose the grid, or a larger area if the grid is not known</source>
        <translation>请选择网格；不知道网格时选择社区或街道</translation>
    </message>
    <message>
        <source>Choose the ticket from the list</source>
        <translation>从列表中选择工单</translation>
    </message>
    <message>
        <source>Choose the kind</source>
        <translation>请选择类型</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: nobody is called, a new proposal starts anew.</source>
        <translation>此步不可撤回：不再召集，须重新发起。</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: it goes back into action; twice in a row holds the lead to account.</source>
        <translation>此步不可撤回：退回重新处置；连续两次不通过将问责主办单位。</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: it ends here for all departments.</source>
        <translation>此步不可撤回：行动对各单位就此终止。</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: nothing more can be added after it.</source>
        <translation>此步不可撤回：结案后不能再补充。</translation>
    </message>
    <message>
        <source>{kind} {have} of {want}</source>
        <translation>{kind} {have}/{want}</translation>
    </message>
    <message>
        <source>Still missing: {what}</source>
        <translation>尚缺：{what}</translation>
    </message>
    <message>
        <source>Tasks not done: {n} ({units})</source>
        <translation>未完成任务：{n}（{units}）</translation>
    </message>
    <message>
        <source>Problems still open: {list}</source>
        <translation>未处理问题：{list}</translation>
    </message>
    <message>
        <source>Still to be heard of: {units}</source>
        <translation>安全联络未结束：{units}</translation>
    </message>
    <message>
        <source>Objections to decide: {units}</source>
        <translation>待裁定异议：{units}</translation>
    </message>
    <message>
        <source>Number or words of a ticket</source>
        <translation>工单编号或文字</translation>
    </message>
    <message>
        <source>Choose the ticket from the list, or empty the line</source>
        <translation>从列表中选择工单，或清空此行</translation>
    </message>
    <message>
        <source>Called, too</source>
        <translation>增派单位</translation>
    </message>
    <message>
        <source>{who} was first: {what}, {when}</source>
        <translation>{who}已先办理：{what}，{when}</translation>
    </message>
    <message>
        <source>now: {state}</source>
        <translation>现为{state}</translation>
    </message>
    <message>
        <source>it stands in the log and can&apos;t be taken back</source>
        <translation>已记入日志，不能撤回</translation>
    </message>
    <message>
        <source>The ticket that it became</source>
        <translation>已转成的工单</translation>
    </message>
    <message>
        <source>Its open tasks ({n}) pass to the department called instead.</source>
        <translation>其未完成的 {n} 项任务转由改派单位承担。</translation>
    </message>
    <message>
        <source>Its open tasks ({n}) pass to the department called instead, else they are withdrawn.</source>
        <translation>其未完成的 {n} 项任务转由改派单位承担，未改派的予以撤回。</translation>
    </message>
</context>
<context>
    <name>JointLacks</name>
    <message>
        <source>{what} is overdue</source>
        <translation>{what}超时</translation>
    </message>
    <message>
        <source>{n} not heard of in time</source>
        <translation>{n} 人超时未报平安</translation>
    </message>
    <message>
        <source>{n} absent</source>
        <translation>{n} 家缺席</translation>
    </message>
    <message>
        <source>{n} not signed in</source>
        <translation>{n} 家未签收</translation>
    </message>
    <message>
        <source>{n} not on site</source>
        <translation>{n} 家未到场</translation>
    </message>
    <message>
        <source>{n} objecting</source>
        <translation>{n} 家有异议</translation>
    </message>
    <message>
        <source>agreement not signed</source>
        <translation>协议未签署</translation>
    </message>
    <message>
        <source>{n} without a score</source>
        <translation>{n} 家待评价</translation>
    </message>
    <message>
        <source>accountability open</source>
        <translation>问责未办结</translation>
    </message>
    <message>
        <source>tasks open: {n}</source>
        <translation>{n} 项任务未完成</translation>
    </message>
    <message>
        <source>problems open: {n}</source>
        <translation>{n} 个问题未处理</translation>
    </message>
    <message>
        <source>evidence missing: {n}</source>
        <translation>缺证据 {n} 项</translation>
    </message>
</context>
<context>
    <name>JointLog</name>
    <message>
        <source>posted later</source>
        <translation>补报</translation>
    </message>
    <message>
        <source>files: {n}</source>
        <translation>文件 {n} 个</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>{clock}: overdue</source>
        <translation>{clock}：已超时</translation>
    </message>
    <message>
        <source>{n} people</source>
        <translation>{n} 人</translation>
    </message>
    <message>
        <source>{clock}: near its limit</source>
        <translation>{clock}：临近时限</translation>
    </message>
    <message>
        <source>{clock}: still overdue, reminder {n}</source>
        <translation>{clock}：仍超时，第{n}次提醒</translation>
    </message>
    <message>
        <source>due {when}</source>
        <translation>时限{when}</translation>
    </message>
    <message>
        <source>found later</source>
        <translation>补记</translation>
    </message>
</context>
<context>
    <name>JointMap</name>
    <message>
        <source>Map of the action</source>
        <translation>行动地图</translation>
    </message>
    <message>
        <source>The map is being fetched</source>
        <translation>正在获取地图</translation>
    </message>
    <message>
        <source>No place was set: its area</source>
        <translation>未定位，显示所在区域</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>暂无地图</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
</context>
<context>
    <name>JointMediation</name>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>At the table</source>
        <translation>入座</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>left {when}</source>
        <translation>{when} 退出</translation>
    </message>
    <message>
        <source>to sign</source>
        <translation>待签署</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>How it stands</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>held, {n} min</source>
        <translation>已举行，{n} 分钟</translation>
    </message>
    <message>
        <source>not held in time</source>
        <translation>逾时未举行</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>协议内容</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>调解结果</translation>
    </message>
    <message>
        <source>referred to {where}</source>
        <translation>已引导至{where}</translation>
    </message>
    <message>
        <source>No settlement</source>
        <translation>调解未成</translation>
    </message>
    <message>
        <source>Settled, all sides have signed</source>
        <translation>调解成功，各方均已签署</translation>
    </message>
    <message>
        <source>A settlement is drawn up, not signed by all</source>
        <translation>已拟订调解协议，尚未全部签署</translation>
    </message>
    <message>
        <source>Neither settled nor parted yet</source>
        <translation>尚无结果</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已履行</translation>
    </message>
    <message>
        <source>Still due</source>
        <translation>未履行</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>履行记录</translation>
    </message>
    <message>
        <source>not performed</source>
        <translation>未履行</translation>
    </message>
    <message>
        <source>performed</source>
        <translation>已履行</translation>
    </message>
    <message>
        <source>performed late</source>
        <translation>逾期履行</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>已逾期</translation>
    </message>
    <message>
        <source>Due by</source>
        <translation>履行期限</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签署方</translation>
    </message>
    <message>
        <source>Confirmed by the court</source>
        <translation>司法确认</translation>
    </message>
    <message>
        <source>Not performed</source>
        <translation>未履行</translation>
    </message>
    <message>
        <source>no settlement</source>
        <translation>调解未成</translation>
    </message>
    <message>
        <source>not drawn up</source>
        <translation>未拟订</translation>
    </message>
    <message>
        <source>signed {n}</source>
        <translation>已签 {n}</translation>
    </message>
    <message>
        <source>No identity numbers, addresses or phone numbers.</source>
        <translation>不要填写身份证号、住址和电话。</translation>
    </message>
    <message>
        <source>Leave out identity and phone numbers</source>
        <translation>请去掉身份证号和电话号码</translation>
    </message>
    <message>
        <source>still due {sum}</source>
        <translation>未履行 {sum}</translation>
    </message>
    <message>
        <source>Type a sum in yuan with up to two decimals, such as 12000.50</source>
        <translation>请填写金额（元），最多两位小数，如 12000.50</translation>
    </message>
    <message>
        <source>More than nothing, at most {sum}</source>
        <translation>须大于零，且不超过 {sum}</translation>
    </message>
    <message>
        <source>¥{sum}</source>
        <translation>{sum} 元</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>调解协议</translation>
    </message>
    <message>
        <source>Session {n}</source>
        <translation>第 {n} 次调解会</translation>
    </message>
    <message>
        <source>What the side is called at the table</source>
        <translation>当事方称呼</translation>
    </message>
    <message>
        <source>In what part it sits there</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>How many people it is</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>When they sit together</source>
        <translation>调解时间</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Sides that came</source>
        <translation>到会当事方</translation>
    </message>
    <message>
        <source>Departments that mediated</source>
        <translation>主持调解的单位</translation>
    </message>
    <message>
        <source>How many minutes it sat</source>
        <translation>时长（分钟）</translation>
    </message>
    <message>
        <source>Where (if it was not set before)</source>
        <translation>地点（未事先约定的填写）</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>调解情况</translation>
    </message>
    <message>
        <source>What the sides agree on</source>
        <translation>协议内容</translation>
    </message>
    <message>
        <source>To be paid in all, yuan (optional)</source>
        <translation>应付总额，元（可不填）</translation>
    </message>
    <message>
        <source>To be paid by (where a sum is)</source>
        <translation>履行期限（有金额的须填）</translation>
    </message>
    <message>
        <source>The paper that it signed</source>
        <translation>已签署的协议文本</translation>
    </message>
    <message>
        <source>Number of the court&apos;s document</source>
        <translation>司法确认文书编号</translation>
    </message>
    <message>
        <source>Paid now, yuan</source>
        <translation>本次履行金额，元</translation>
    </message>
    <message>
        <source>Why they did not come to terms</source>
        <translation>调解未成的原因</translation>
    </message>
    <message>
        <source>Where they were sent</source>
        <translation>引导的途径</translation>
    </message>
    <message>
        <source>Which side</source>
        <translation>哪一方</translation>
    </message>
    <message>
        <source>Which side signs</source>
        <translation>签署方</translation>
    </message>
    <message>
        <source>Which session</source>
        <translation>哪次调解会</translation>
    </message>
    <message>
        <source>Such as the workers, the employer, the elder sister</source>
        <translation>如工人代表、用工单位、姐姐一方</translation>
    </message>
    <message>
        <source>Why it leaves the table</source>
        <translation>为什么退出调解</translation>
    </message>
    <message>
        <source>What each side said, where they came closer</source>
        <translation>各方的意见，在哪些方面接近</translation>
    </message>
    <message>
        <source>Why they do not sit together then</source>
        <translation>为什么不按约定举行</translation>
    </message>
    <message>
        <source>Who does what for whom, how it is paid</source>
        <translation>谁为谁做什么，款项如何支付</translation>
    </message>
    <message>
        <source>Which part, paid how</source>
        <translation>第几笔，怎样支付</translation>
    </message>
    <message>
        <source>What was not performed, what was done about it</source>
        <translation>哪些未履行，采取了什么措施</translation>
    </message>
    <message>
        <source>What stood between them to the end</source>
        <translation>各方始终不能一致的地方</translation>
    </message>
    <message>
        <source>Such as labour arbitration, the court</source>
        <translation>如劳动仲裁、人民法院</translation>
    </message>
    <message>
        <source>Write what the side is called</source>
        <translation>请填写当事方称呼</translation>
    </message>
    <message>
        <source>Choose applicant, respondent or third party</source>
        <translation>请选择申请方、被申请方或第三方</translation>
    </message>
    <message>
        <source>Type a time to come, such as 18:00 or 3d</source>
        <translation>请填写将来的时间，如 18:00 或 3d</translation>
    </message>
    <message>
        <source>Write where</source>
        <translation>请填写地点</translation>
    </message>
    <message>
        <source>Choose at least one side</source>
        <translation>请至少选择一方</translation>
    </message>
    <message>
        <source>Type how many minutes, a whole number from 1</source>
        <translation>请填写分钟数，从 1 起的整数</translation>
    </message>
    <message>
        <source>Write what came of it</source>
        <translation>请填写调解情况</translation>
    </message>
    <message>
        <source>Write the document&apos;s number</source>
        <translation>请填写文书编号</translation>
    </message>
    <message>
        <source>Write where they were sent</source>
        <translation>请填写引导的途径</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: nothing more can be entered as performed after it.</source>
        <translation>此步不能撤回：之后不能再登记履行。</translation>
    </message>
    <message>
        <source>This can&apos;t be undone: the table ends here without a settlement.</source>
        <translation>此步不能撤回：调解到此结束，没有协议。</translation>
    </message>
    <message>
        <source>Say by when the sum is to be paid</source>
        <translation>请填写款项的履行期限</translation>
    </message>
    <message>
        <source>One that was not set before</source>
        <translation>未事先约定的一次</translation>
    </message>
    <message>
        <source>It takes the place of the one drawn up {when}; nobody has signed it then.</source>
        <translation>将取代 {when} 拟订的协议，已有的签署随之作废。</translation>
    </message>
    <message>
        <source>by {when}</source>
        <translation>{when} 前</translation>
    </message>
    <message>
        <source>sides: {n}</source>
        <translation>当事方 {n}</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>调解成功</translation>
    </message>
    <message>
        <source>sits {when}</source>
        <translation>{when} 调解</translation>
    </message>
    <message>
        <source>sessions past their time: {n}</source>
        <translation>调解会逾时 {n}</translation>
    </message>
    <message>
        <source>sides to sign: {n}</source>
        <translation>待签署 {n} 方</translation>
    </message>
</context>
<context>
    <name>JointPage</name>
    <message>
        <source>Departments by steps</source>
        <translation>各单位进展</translation>
    </message>
    <message>
        <source>No department is named yet</source>
        <translation>尚未指定单位</translation>
    </message>
    <message>
        <source>Who approves it names lead and co-handlers.</source>
        <translation>审批时指定主办和协办单位。</translation>
    </message>
    <message>
        <source>About the action</source>
        <translation>行动概况</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>No action chosen</source>
        <translation>未选择联合行动</translation>
    </message>
    <message>
        <source>Arrow keys go from card to card, Enter opens one whole, Ctrl with an arrow moves it on.</source>
        <translation>方向键选择卡片，Enter 展开，Ctrl+方向键推进阶段。</translation>
    </message>
    <message>
        <source>Log or map</source>
        <translation>记录与地图</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>现场记录</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>JointPapers</name>
    <message>
        <source>Papers</source>
        <translation>行动文书</translation>
    </message>
    <message>
        <source>Saved as</source>
        <translation>保存格式</translation>
    </message>
    <message>
        <source>Word (.docx), to be worked on</source>
        <translation>Word（.docx），可编辑</translation>
    </message>
    <message>
        <source>PDF, to be printed and sent</source>
        <translation>PDF，用于打印和发送</translation>
    </message>
</context>
<context>
    <name>JointScreen</name>
    <message>
        <source>Joint actions</source>
        <translation>联动台</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Those of this department or street</source>
        <translation>本单位、本街镇</translation>
    </message>
    <message>
        <source>Those that are late</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>A kind</source>
        <translation>按类型</translation>
    </message>
    <message>
        <source>The next that needs somebody</source>
        <translation>下一件待办</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Log or map</source>
        <translation>记录与地图</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多步骤</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Open it whole</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Ticket {number}</source>
        <translation>工单 {number}</translation>
    </message>
    <message>
        <source>Another card</source>
        <translation>选择卡片</translation>
    </message>
    <message>
        <source>Move it to another phase</source>
        <translation>推进阶段</translation>
    </message>
    <message>
        <source>Propose a joint action</source>
        <translation>发起联合行动</translation>
    </message>
    <message>
        <source>Figures of the half-year</source>
        <translation>半年统计</translation>
    </message>
    <message>
        <source>To its campaign</source>
        <translation>到所属整治</translation>
    </message>
</context>
<context>
    <name>JointWork</name>
    <message>
        <source>Department</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>How it stands</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>problem {n}</source>
        <translation>问题 {n}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>taken</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>计时暂停</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>handled</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>handed on</source>
        <translation>已转交</translation>
    </message>
    <message>
        <source>a ticket</source>
        <translation>已转工单</translation>
    </message>
    <message>
        <source>There</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>核验</translation>
    </message>
    <message>
        <source>not drawn up</source>
        <translation>未拟订</translation>
    </message>
    <message>
        <source>not signed</source>
        <translation>未签署</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
    <message>
        <source>struck</source>
        <translation>已剔除</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>相符</translation>
    </message>
</context>
<context>
    <name>Lanes</name>
    <message>
        <source>{n} days off</source>
        <translation>休 {n} 天</translation>
    </message>
    <message>
        <source>1 day off</source>
        <translation>休 1 天</translation>
    </message>
    <message>
        <source>night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>noon</source>
        <translation>午休</translation>
    </message>
    <message>
        <source>{slice}: {n} due, {late} of them expected past their limit</source>
        <translation>{slice}：到期 {n} 件，其中预计超时 {late} 件</translation>
    </message>
    <message>
        <source>{slice}: {n} due</source>
        <translation>{slice}：到期 {n} 件</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>later</source>
        <translation>更晚</translation>
    </message>
    <message>
        <source>{n} {light}</source>
        <translation>{light} {n}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{n} open</source>
        <translation>在办 {n}</translation>
    </message>
    <message>
        <source>{slice}: {n} due, {lights}</source>
        <translation>{slice}：到期 {n} 件，{lights}</translation>
    </message>
    <message>
        <source>{n} due before {time}: {lights}</source>
        <translation>{time} 之前到期 {n} 件：{lights}</translation>
    </message>
    <message>
        <source>{n} due after {time}: {lights}</source>
        <translation>{time} 之后到期 {n} 件：{lights}</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>还有 {n} 件</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>时限台</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>各行</translation>
    </message>
    <message>
        <source>Due each day</source>
        <translation>每日到期</translation>
    </message>
    <message>
        <source>Due each {n} days</source>
        <translation>每 {n} 日到期</translation>
    </message>
    <message>
        <source>Due each half day</source>
        <translation>每半日到期</translation>
    </message>
    <message>
        <source>Due each hour</source>
        <translation>每小时到期</translation>
    </message>
    <message>
        <source>Due each {n} hours</source>
        <translation>每 {n} 小时到期</translation>
    </message>
    <message>
        <source>Due each {n} min</source>
        <translation>每 {n} 分钟到期</translation>
    </message>
</context>
<context>
    <name>LayerPanel</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Outlines of areas</source>
        <translation>区域界线</translation>
    </message>
    <message>
        <source>Space switches · Tab on · Esc closes</source>
        <translation>空格切换 · Tab 下一项 · Esc 关闭</translation>
    </message>
    <message>
        <source>Square: a component · ring: an appeal or a visit · hollow: not filed yet · larger: followed up, largest: somebody may come to harm</source>
        <translation>方框为部件 · 圆环为诉求或走访 · 空心为未立案 · 较大为督办关注，最大为险情或独居老人走访</translation>
    </message>
</context>
<context>
    <name>Light</name>
    <message>
        <source>in time</source>
        <translation>按时</translation>
    </message>
    <message>
        <source>near its limit</source>
        <translation>将超时</translation>
    </message>
    <message>
        <source>past its limit</source>
        <translation>已超时</translation>
    </message>
    <message>
        <source>no limit running</source>
        <translation>无时限</translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>This file is no picture: open it, or save it</source>
        <translation>此附件不是图片，可打开或另存</translation>
    </message>
    <message>
        <source>This file is no picture: save it to look at it</source>
        <translation>此附件不是图片，请另存后查看</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存</translation>
    </message>
</context>
<context>
    <name>Likely</name>
    <message>
        <source>{n} km</source>
        <translation>{n} 公里</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
    <message>
        <source>May be the same matter: {n} open</source>
        <translation>可能是同一件事：{n} 件未办结</translation>
    </message>
    <message>
        <source>{n} % alike</source>
        <translation>相似度 {n}%</translation>
    </message>
    <message>
        <source>files: {n}</source>
        <translation>附件 {n}</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>展开全文</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>closed lately: {n}</source>
        <translation>近期已结案 {n} 件</translation>
    </message>
</context>
<context>
    <name>LimitField</name>
    <message>
        <source>{what}: unit</source>
        <translation>{what}：单位</translation>
    </message>
    <message>
        <source>A number above 0, and {most} at most</source>
        <translation>应为大于 0、不超过 {most} 的数</translation>
    </message>
</context>
<context>
    <name>ListPanel</name>
    <message>
        <source>Filter, saved filters</source>
        <translation>筛选、已存筛选</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>{key} clears the filter, {filter} changes it.</source>
        <translation>按 {key} 清除筛选，按 {filter} 更改。</translation>
    </message>
    <message>
        <source>Nothing fits the filter</source>
        <translation>没有符合筛选的工单</translation>
    </message>
</context>
<context>
    <name>ListScreen</name>
    <message>
        <source>Next: take the first free ticket</source>
        <translation>下一件：取第一件无人占用的</translation>
    </message>
    <message>
        <source>Why is it due then</source>
        <translation>为什么是这个时限</translation>
    </message>
    <message>
        <source>Show the reporter (is recorded)</source>
        <translation>显示反映人（有记录）</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Another ticket</source>
        <translation>上一件 / 下一件</translation>
    </message>
    <message>
        <source>Select several for one step</source>
        <translation>多选，一并办理</translation>
    </message>
    <message>
        <source>Preview the files</source>
        <translation>预览附件</translation>
    </message>
    <message>
        <source>Open on a page of its own</source>
        <translation>单独打开</translation>
    </message>
    <message>
        <source>File and dispatch as proposed</source>
        <translation>按建议立案并派遣</translation>
    </message>
    <message>
        <source>Dispatch as proposed</source>
        <translation>按建议派遣</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制编号</translation>
    </message>
    <message>
        <source>{text} ({n} of {all})</source>
        <translation>{text}（{n}/{all} 件）</translation>
    </message>
    <message>
        <source>Copy {n} numbers</source>
        <translation>复制 {n} 个编号</translation>
    </message>
    <message>
        <source>Nothing is waiting here</source>
        <translation>这里没有待办的工单</translation>
    </message>
    <message>
        <source>Propose a joint action</source>
        <translation>发起联合行动</translation>
    </message>
</context>
<context>
    <name>LocationMap</name>
    <message>
        <source>The map is being fetched</source>
        <translation>正在获取地图</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>暂无地图</translation>
    </message>
    <message>
        <source>Not located: the whole district</source>
        <translation>未定位，显示全区</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>Grid command</source>
        <translation>网格治理指挥</translation>
    </message>
    <message>
        <source>Log in with the account of your seat, unit or grid</source>
        <translation>用坐席、承办单位或网格的账号登录</translation>
    </message>
    <message>
        <source>Centre&apos;s address</source>
        <translation>中心地址</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>The session has ended. Log in again; what you typed and what waits is kept.</source>
        <translation>登录已过期，请重新登录；已输入的和待发的都已保留。</translation>
    </message>
    <message>
        <source>It begins with http:// or https://; your administrator knows it</source>
        <translation>以 http:// 或 https:// 开头；可向管理员查询</translation>
    </message>
    <message>
        <source>Type your login, such as seat07</source>
        <translation>请输入账号，如 seat07</translation>
    </message>
    <message>
        <source>Type your password</source>
        <translation>请输入密码</translation>
    </message>
    <message>
        <source>Too many tries; try again in {n} s</source>
        <translation>尝试次数过多，请 {n} 秒后再试</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>大写锁定已打开</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Dark or light</source>
        <translation>深色 / 浅色</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>疏密</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小字号</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
</context>
<context>
    <name>MandatePanel</name>
    <message>
        <source>Duty and powers lists</source>
        <translation>职责与权力清单</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Words, code or pinyin initials</source>
        <translation>文字、编码或拼音首字母</translation>
    </message>
    <message>
        <source>Which list</source>
        <translation>选择清单</translation>
    </message>
    <message>
        <source>List</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>What to do with an entry</source>
        <translation>对条目的操作</translation>
    </message>
    <message>
        <source>↑ ↓ another entry · Ctrl+L another list · Enter cites it · Esc back</source>
        <translation>↑ ↓ 换条目 · Ctrl+L 换清单 · Enter 引用 · Esc 返回</translation>
    </message>
    <message>
        <source>Another list</source>
        <translation>换清单</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>This ticket</source>
        <translation>本工单</translation>
    </message>
    <message>
        <source>No lists on this seat yet</source>
        <translation>本席位还没有清单</translation>
    </message>
    <message>
        <source>They come from the centre once its administrator has put them in force.</source>
        <translation>管理员发布清单后，中心会下发到这里。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No entry grounds this item here</source>
        <translation>此事项在此处没有对应条目</translation>
    </message>
    <message>
        <source>Type to search both lists.</source>
        <translation>输入文字即在两个清单中查找。</translation>
    </message>
    <message>
        <source>Open on a ticket, Enter cites an entry there</source>
        <translation>在工单上打开时，Enter 将条目引用到工单</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Cite it</source>
        <translation>引用</translation>
    </message>
    <message>
        <source>Cite it for {unit}</source>
        <translation>引用并提出 {unit}</translation>
    </message>
    <message>
        <source>No step of this ticket cites an entry now</source>
        <translation>此工单目前没有可引用条目的步骤</translation>
    </message>
    <message>
        <source>Fewer words find more.</source>
        <translation>减少词语可找到更多。</translation>
    </message>
    <message>
        <source>Enter cites an entry in the form</source>
        <translation>回车引用到当前表单</translation>
    </message>
</context>
<context>
    <name>Mandates</name>
    <message>
        <source>{unit} and {n} more like it, each in its area</source>
        <translation>{unit}等 {n} 个同类单位，各管各区</translation>
    </message>
</context>
<context>
    <name>MandatesPart</name>
    <message>
        <source>Duty and powers lists</source>
        <translation>职责与权力清单</translation>
    </message>
    <message>
        <source>No step of this ticket cites an entry now</source>
        <translation>此工单目前没有可引用条目的步骤</translation>
    </message>
    <message>
        <source>The form has no field for this entry</source>
        <translation>当前表单没有可引用该条目的栏位</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>Box</source>
        <translation>框选</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>圈选</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>测距</translation>
    </message>
    <message>
        <source>{measure} by {level}</source>
        <translation>{measure} · 按{level}</translation>
    </message>
    <message>
        <source>By {level}</source>
        <translation>按{level}</translation>
    </message>
    <message>
        <source>{n} not located</source>
        <translation>{n} 件未定位</translation>
    </message>
    <message>
        <source>{n} tickets</source>
        <translation>{n} 件工单</translation>
    </message>
    <message>
        <source>Open tickets</source>
        <translation>未办结工单</translation>
    </message>
    <message>
        <source>Near ones in one mark</source>
        <translation>相近的合并显示</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热力</translation>
    </message>
    <message>
        <source>Who is on duty, last check-in</source>
        <translation>在岗人员（最近打卡）</translation>
    </message>
    <message>
        <source>Areas drawn and saved</source>
        <translation>已保存的圈选区域</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Basemap</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Address, community, crossing, grid or lon, lat</source>
        <translation>地址、小区、路口、网格或经纬度</translation>
    </message>
    <message>
        <source>Go to a place</source>
        <translation>定位地点</translation>
    </message>
    <message>
        <source>Nothing here is called that: try a road, a grid</source>
        <translation>没有找到，请换道路名或网格名</translation>
    </message>
    <message>
        <source>No measure</source>
        <translation>不分色</translation>
    </message>
    <message>
        <source>Past the limit</source>
        <translation>已超时限</translation>
    </message>
    <message>
        <source>Per 1,000 households</source>
        <translation>每千户上报数</translation>
    </message>
    <message>
        <source>Satisfaction</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>last {n} days</source>
        <translation>近 {n} 天</translation>
    </message>
    <message>
        <source>being asked for</source>
        <translation>正在获取</translation>
    </message>
    <message>
        <source>known on line only</source>
        <translation>在线时显示</translation>
    </message>
    <message>
        <source>the district&apos;s profile names no households</source>
        <translation>本区资料未载户数</translation>
    </message>
    <message>
        <source>nobody has answered</source>
        <translation>尚无评价</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>This ticket is not located</source>
        <translation>此工单未定位</translation>
    </message>
    <message>
        <source>Outside every grid of the district</source>
        <translation>在本区所有网格之外</translation>
    </message>
    <message>
        <source>On duty and units</source>
        <translation>在岗人员与单位</translation>
    </message>
    <message>
        <source>{name}, {far}</source>
        <translation>{name}，{far}</translation>
    </message>
    <message>
        <source>demo register</source>
        <translation>演示地址库</translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>Units here</source>
        <translation>管辖单位</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>Click a mark, or take one in the list with F4.</source>
        <translation>点击标记，或按 F4 在列表中选择。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未办结</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>No open ticket here</source>
        <translation>此处没有未办结工单</translation>
    </message>
    <message>
        <source>What is open in your area stands here and on the map.</source>
        <translation>本区域未办结的工单显示在此处和地图上。</translation>
    </message>
    <message>
        <source>Enter opens · Space files · 0 all of it · F4 map · ? all keys</source>
        <translation>Enter 打开 · 空格看附件 · 0 清除筛选 · F4 地图 · ? 全部快捷键</translation>
    </message>
    <message>
        <source>{n} here</source>
        <translation>此处 {n} 件</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>另有 {n} 件</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不详</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北</translation>
    </message>
    <message>
        <source>per km²</source>
        <translation>每平方公里</translation>
    </message>
    <message>
        <source>closed {area}</source>
        <translation>闭合后 {area}</translation>
    </message>
    <message>
        <source>+ − zoom · Tab marks · Ctrl+L go to a place · Ctrl+B box · F4 list · ? all keys</source>
        <translation>+ − 缩放 · Tab 逐个查看 · Ctrl+L 定位 · Ctrl+B 框选 · F4 列表 · ? 全部快捷键</translation>
    </message>
    <message>
        <source>Only this area</source>
        <translation>只看此区域</translation>
    </message>
    <message>
        <source>Who is near</source>
        <translation>附近力量</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>? all keys</source>
        <translation>? 全部快捷键</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} 米</translation>
    </message>
    <message>
        <source>{n} km</source>
        <translation>{n} 公里</translation>
    </message>
    <message>
        <source>{n} m²</source>
        <translation>{n} 平方米</translation>
    </message>
    <message>
        <source>{n} km²</source>
        <translation>{n} 平方公里</translation>
    </message>
    <message>
        <source>Draw a box, or Space sets a corner · Esc leaves</source>
        <translation>拖出方框，或按空格定角 · Esc 退出</translation>
    </message>
    <message>
        <source>Click a place, or Enter takes the cross · Esc leaves</source>
        <translation>点击一处，或按回车取十字处 · Esc 退出</translation>
    </message>
    <message>
        <source>Click corner by corner · Enter ends · Backspace takes one back · Esc leaves</source>
        <translation>逐角点击 · 回车结束 · 退格撤回一角 · Esc 退出</translation>
    </message>
    <message>
        <source>Click from place to place · Enter ends · Backspace takes one back · Esc leaves</source>
        <translation>逐点点击 · 回车结束 · 退格撤回一点 · Esc 退出</translation>
    </message>
</context>
<context>
    <name>MapBar</name>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Map of open tickets</source>
        <translation>在办工单地图</translation>
    </message>
    <message>
        <source>The map is being fetched</source>
        <translation>正在获取地图</translation>
    </message>
    <message>
        <source>Outlines are drawn, not surveyed</source>
        <translation>区域界线为示意，非实测</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>暂无地图</translation>
    </message>
</context>
<context>
    <name>MapPart</name>
    <message>
        <source>The same on the map, or as a list</source>
        <translation>在地图或列表中查看相同内容</translation>
    </message>
</context>
<context>
    <name>MapScreen</name>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Go to a place</source>
        <translation>定位地点</translation>
    </message>
    <message>
        <source>All of it in view</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Measure a distance</source>
        <translation>测量距离</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>More of the map</source>
        <translation>地图更多功能</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>The coordinates are on the clipboard</source>
        <translation>坐标已复制</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Map or list</source>
        <translation>在地图与列表之间切换</translation>
    </message>
    <message>
        <source>Map to the ticket</source>
        <translation>地图定位到工单</translation>
    </message>
    <message>
        <source>Draw a box to filter or act</source>
        <translation>框选：筛选或批量处理</translation>
    </message>
    <message>
        <source>Draw an outline to filter or act</source>
        <translation>圈选：筛选或批量处理</translation>
    </message>
    <message>
        <source>Fill areas by a measure</source>
        <translation>区域按指标分色</translation>
    </message>
    <message>
        <source>Move the map or the cursor</source>
        <translation>移动地图；在列表中换一件</translation>
    </message>
    <message>
        <source>Nearest mark, then arrows</source>
        <translation>到最近的标记；方向键继续移动</translation>
    </message>
</context>
<context>
    <name>MapSurface</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>nothing yet</source>
        <translation>尚无记录</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>not yet confirmed</source>
        <translation>尚未确认</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
</context>
<context>
    <name>MediationPanel</name>
    <message>
        <source>Settlement</source>
        <translation>调解协议</translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>1</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>2</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>3</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>4</translation>
    </message>
    <message>
        <source>May</source>
        <translation>5</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>6</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>7</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>8</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>9</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>10</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>11</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>12</translation>
    </message>
    <message>
        <source>{weekday} {day} {month}</source>
        <translation>{month}月{day}日 {weekday}</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} days</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{span} ago</source>
        <translation>{span}前</translation>
    </message>
    <message>
        <source>{day} {month}</source>
        <translation>{month}月{day}日</translation>
    </message>
</context>
<context>
    <name>Moving</name>
    <message>
        <source>No step leads there from “{phase}”</source>
        <translation>“{phase}”不能直接到该阶段</translation>
    </message>
    <message>
        <source>Not to “{phase}”: {why}</source>
        <translation>不能移到“{phase}”：{why}</translation>
    </message>
</context>
<context>
    <name>MyDutyScreen</name>
    <message>
        <source>On duty</source>
        <translation>在岗</translation>
    </message>
    <message>
        <source>Check in</source>
        <translation>巡查打卡</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Coordinates as longitude, latitude; empty for the grid&apos;s own post</source>
        <translation>坐标：经度, 纬度；不填为网格驻点</translation>
    </message>
    <message>
        <source>Number of what was found and reported, empty for nothing</source>
        <translation>发现并上报的工单编号，没有发现则不填</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Grid: {grids}</source>
        <translation>网格：{grids}</translation>
    </message>
    <message>
        <source>Check in on patrol: {grid}</source>
        <translation>巡查打卡：{grid}</translation>
    </message>
    <message>
        <source>Write the coordinates as 117.3281, 31.7812</source>
        <translation>坐标请写作 117.3281, 31.7812</translation>
    </message>
    <message>
        <source>Off line: the check-in waits here and goes by itself</source>
        <translation>离线：打卡已在本机保存，联网后自动上传</translation>
    </message>
    <message>
        <source>The check-in was not taken: {why}</source>
        <translation>打卡未被接受：{why}</translation>
    </message>
    <message>
        <source>Checked in: {grid}</source>
        <translation>已打卡：{grid}</translation>
    </message>
    <message>
        <source>Patrol of {grid}</source>
        <translation>{grid} 巡查</translation>
    </message>
    <message>
        <source>Check-ins that wait to be sent: {n}</source>
        <translation>待上传的打卡：{n} 条</translation>
    </message>
    <message>
        <source>My shift</source>
        <translation>当前班次</translation>
    </message>
    <message>
        <source>off duty now</source>
        <translation>当前不在班</translation>
    </message>
    <message>
        <source>Next shift</source>
        <translation>下一班次</translation>
    </message>
    <message>
        <source>Last check-in</source>
        <translation>最近打卡</translation>
    </message>
    <message>
        <source>overdue since {when}</source>
        <translation>{when} 起已超时</translation>
    </message>
    <message>
        <source>by {when}</source>
        <translation>{when} 前</translation>
    </message>
    <message>
        <source>Check in next</source>
        <translation>下次打卡</translation>
    </message>
    <message>
        <source>reported {number}</source>
        <translation>上报 {number}</translation>
    </message>
    <message>
        <source>at the grid&apos;s post</source>
        <translation>网格驻点</translation>
    </message>
    <message>
        <source>checked in</source>
        <translation>巡查打卡</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>待上传</translation>
    </message>
    <message>
        <source>Off line: check-ins are kept here and go by themselves</source>
        <translation>离线：打卡保存在本机，联网后自动上传</translation>
    </message>
</context>
<context>
    <name>NearPanel</name>
    <message>
        <source>Who is near</source>
        <translation>附近力量</translation>
    </message>
    <message>
        <source>Not known who is near</source>
        <translation>未能查到附近力量</translation>
    </message>
    <message>
        <source>Choose a ticket, or click the map where you want to know it.</source>
        <translation>选一张工单，或在地图上点一处地点。</translation>
    </message>
    <message>
        <source>Known on line only</source>
        <translation>联机时可查</translation>
    </message>
    <message>
        <source>Asking the centre</source>
        <translation>正在向中心查询</translation>
    </message>
    <message>
        <source>off line, as of {age}</source>
        <translation>已离线，数据为{age}</translation>
    </message>
    <message>
        <source>Near {number}</source>
        <translation>{number} 附近</translation>
    </message>
    <message>
        <source>Near this place</source>
        <translation>此处附近</translation>
    </message>
    <message>
        <source>People of the grids</source>
        <translation>网格人员</translation>
    </message>
    <message>
        <source>nothing open</source>
        <translation>无在办</translation>
    </message>
    <message>
        <source>{n} overdue</source>
        <translation>超时 {n}</translation>
    </message>
    <message>
        <source>{n} open</source>
        <translation>在办 {n}</translation>
    </message>
    <message>
        <source>for {name}</source>
        <translation>替 {name}</translation>
    </message>
    <message>
        <source>on until {when}</source>
        <translation>在岗至 {when}</translation>
    </message>
    <message>
        <source>on again {when}</source>
        <translation>{when} 上岗</translation>
    </message>
    <message>
        <source>off duty, place of the grid</source>
        <translation>不在岗，位置为所属网格</translation>
    </message>
    <message>
        <source>place of the grid, no check-in</source>
        <translation>位置为所属网格，本班未打卡</translation>
    </message>
    <message>
        <source>place of the grid</source>
        <translation>位置为所属网格</translation>
    </message>
    <message>
        <source>at the post {age}</source>
        <translation>{age}在岗点打卡</translation>
    </message>
    <message>
        <source>checked in {age}</source>
        <translation>{age}打卡</translation>
    </message>
    <message>
        <source>covers this place</source>
        <translation>管辖此处</translation>
    </message>
    <message>
        <source>on duty: {names}</source>
        <translation>在岗：{names}</translation>
    </message>
    <message>
        <source>nobody on duty</source>
        <translation>无人在岗</translation>
    </message>
    <message>
        <source>at work {far} off since {when}</source>
        <translation>{when} 起在 {far} 外现场处置</translation>
    </message>
    <message>
        <source>Dispatch to them</source>
        <translation>派遣</translation>
    </message>
    <message>
        <source>Call them in</source>
        <translation>请其协办</translation>
    </message>
    <message>
        <source>Show phone</source>
        <translation>显示电话</translation>
    </message>
    <message>
        <source>Go there on the map</source>
        <translation>地图定位</translation>
    </message>
    <message>
        <source>Dispatch to {unit}</source>
        <translation>派遣 {unit}</translation>
    </message>
    <message>
        <source>Call in {unit}</source>
        <translation>请 {unit} 协办</translation>
    </message>
    <message>
        <source>{number} does not take this step now</source>
        <translation>{number} 当前不能办理此步骤</translation>
    </message>
    <message>
        <source>Units around</source>
        <translation>周边单位</translation>
    </message>
    <message>
        <source>{n} of the nearest {all} on duty</source>
        <translation>最近 {all} 人中 {n} 人在岗</translation>
    </message>
</context>
<context>
    <name>NewAbove</name>
    <message>
        <source>▲ {n} new above</source>
        <translation>▲ 上方新到 {n} 件</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>Log of the action</source>
        <translation>现场记录</translation>
    </message>
    <message>
        <source>Write to all departments, Enter sends</source>
        <translation>留言给各单位，Enter 发送</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>The log is as it was when the centre last answered</source>
        <translation>现场记录为离线前的内容</translation>
    </message>
    <message>
        <source>The log comes when the centre answers again</source>
        <translation>恢复联网后显示现场记录</translation>
    </message>
    <message>
        <source>The log is being fetched</source>
        <translation>正在获取现场记录</translation>
    </message>
    <message>
        <source>{n} earlier entries: Enter shows more</source>
        <translation>更早的{n}条：按回车显示</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>somebody was first</source>
        <translation>已有他人先办</translation>
    </message>
    <message>
        <source>refused by the centre</source>
        <translation>中心未接受</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>去处理</translation>
    </message>
    <message>
        <source>Taken back: {what}</source>
        <translation>已撤回：{what}</translation>
    </message>
    <message>
        <source>{n} of {all} taken back</source>
        <translation>已撤回 {n}/{all} 件</translation>
    </message>
    <message>
        <source>{n} not: {why}</source>
        <translation>{n} 件未能：{why}</translation>
    </message>
</context>
<context>
    <name>OnLine</name>
    <message>
        <source>The session has ended: log in again first</source>
        <translation>登录已失效，请先重新登录</translation>
    </message>
    <message>
        <source>Only the centre can do this, and it does not answer now</source>
        <translation>此项须由中心系统办理，目前连接不上</translation>
    </message>
    <message>
        <source>{what} (on line only)</source>
        <translation>{what}（须联网）</translation>
    </message>
    <message>
        <source>Not heard from the centre yet</source>
        <translation>尚未收到中心的数据</translation>
    </message>
</context>
<context>
    <name>Onward</name>
    <message>
        <source>File and dispatch to {unit}</source>
        <translation>立案并派遣 {unit}</translation>
    </message>
    <message>
        <source>files it in {area} and dispatches it at once</source>
        <translation>立案到 {area}，随即派遣</translation>
    </message>
    <message>
        <source>Key D</source>
        <translation>按 D</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Merged into</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>Satisfaction</source>
        <translation>满意度</translation>
    </message>
    <message>
        <source>This step is due</source>
        <translation>本环节时限</translation>
    </message>
    <message>
        <source>Responsibility is due</source>
        <translation>责任时限</translation>
    </message>
    <message>
        <source>So far</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未提交</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>files: {n}</source>
        <translation>附件 {n}</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>来电登记</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>反映内容</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Correct what is named and send it again.</source>
        <translation>请按提示更正后重新提交。</translation>
    </message>
    <message>
        <source>Your account may not do this. Ask the duty officer to do it, then drop yours.</source>
        <translation>您的账号无权办理，请交值班长办理后放弃此条。</translation>
    </message>
    <message>
        <source>Open the ticket, see what is possible now, then drop yours.</source>
        <translation>请打开工单查看当前可办的步骤，再放弃此条。</translation>
    </message>
    <message>
        <source>It is no longer there, or no longer yours to see. Copy what you wrote, then drop it.</source>
        <translation>对象已不存在或已不在您的范围内，请复制所写内容后放弃此条。</translation>
    </message>
    <message>
        <source>Send it again: it then goes under a number of its own.</source>
        <translation>请重新提交，系统将使用新的操作编号。</translation>
    </message>
    <message>
        <source>Send it again. If it comes back, copy it and tell the administrator.</source>
        <translation>请重新提交；再次退回时请复制内容并告知管理员。</translation>
    </message>
    <message>
        <source>Lead department</source>
        <translation>主办单位</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>参加单位</translation>
    </message>
    <message>
        <source>On the spot</source>
        <translation>已到场</translation>
    </message>
    <message>
        <source>They meet</source>
        <translation>集合时间</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>会议纪要</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Hand-over agreement</source>
        <translation>移交协议</translation>
    </message>
    <message>
        <source>Acceptances that failed</source>
        <translation>验收未通过次数</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>关联工单</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签署</translation>
    </message>
    <message>
        <source>drawn up</source>
        <translation>已拟订</translation>
    </message>
    <message>
        <source>Departments wanted</source>
        <translation>请派单位</translation>
    </message>
    <message>
        <source>Co-handlers</source>
        <translation>协办单位</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>By when</source>
        <translation>完成时限</translation>
    </message>
    <message>
        <source>Number of the document</source>
        <translation>文书编号</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>移交对象</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>In its place</source>
        <translation>改派单位</translation>
    </message>
    <message>
        <source>See how the joint action stands now, then drop yours.</source>
        <translation>请查看该联合行动的当前情况，再放弃这一条。</translation>
    </message>
    <message>
        <source>To approve</source>
        <translation>审批事项</translation>
    </message>
    <message>
        <source>Within</source>
        <translation>办理时限</translation>
    </message>
    <message>
        <source>Papers that may follow</source>
        <translation>容缺材料</translation>
    </message>
    <message>
        <source>Number of the permit</source>
        <translation>批准文号</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>并联审批</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>This step has no form: send it again, or drop it</source>
        <translation>此步骤没有表单，请重新提交或放弃</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>当事方</translation>
    </message>
    <message>
        <source>Part at the table</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Minutes that it sat</source>
        <translation>时长（分钟）</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Referred to</source>
        <translation>引导途径</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>调解会</translation>
    </message>
    <message>
        <source>Sides that came</source>
        <translation>到会当事方</translation>
    </message>
</context>
<context>
    <name>OutboxScreen</name>
    <message>
        <source>To send</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>Nothing waits to be sent</source>
        <translation>没有待发的操作</translation>
    </message>
    <message>
        <source>Re-apply yours</source>
        <translation>重新提交您的</translation>
    </message>
    <message>
        <source>Drop yours</source>
        <translation>放弃您的</translation>
    </message>
    <message>
        <source>Open the ticket</source>
        <translation>打开工单</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待发</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>操作时间</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>How it stands</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>J K another · R re-apply · X drop · E correct · Shift+R, Shift+X all alike · 1 … 5 lists</source>
        <translation>J K 上下条 · R 重新提交 · X 放弃 · E 更正 · Shift+R、Shift+X 同类全部 · 1 … 5 切换列表</translation>
    </message>
    <message>
        <source>The next</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一条</translation>
    </message>
    <message>
        <source>Correct and send again</source>
        <translation>更正后提交</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制内容</translation>
    </message>
    <message>
        <source>Bring back what was dropped</source>
        <translation>找回已放弃的</translation>
    </message>
    <message>
        <source>Re-apply all alike</source>
        <translation>同类全部重新提交</translation>
    </message>
    <message>
        <source>Drop all alike</source>
        <translation>同类全部放弃</translation>
    </message>
    <message>
        <source>Conflicts, parked, waiting, dropped, drafts</source>
        <translation>冲突、退回、待发、已放弃、草稿</translation>
    </message>
    <message>
        <source>No conflict</source>
        <translation>没有冲突</translation>
    </message>
    <message>
        <source>Nothing is parked</source>
        <translation>没有退回</translation>
    </message>
    <message>
        <source>What the centre refuses is kept here, with what it said and what to do.</source>
        <translation>中心系统退回的操作保留在这里，并说明原因和处理办法。</translation>
    </message>
    <message>
        <source>What you do off line waits here until the centre has taken it.</source>
        <translation>离线办理的操作在这里等待，直到中心系统接收。</translation>
    </message>
    <message>
        <source>Nothing was dropped</source>
        <translation>没有已放弃的</translation>
    </message>
    <message>
        <source>What you drop can be brought back from here until you log out.</source>
        <translation>放弃的操作在退出登录前可以从这里找回。</translation>
    </message>
    <message>
        <source>No half-written form</source>
        <translation>没有未完成的表单</translation>
    </message>
    <message>
        <source>Forms that you began and did not send are kept here.</source>
        <translation>已填写未提交的表单保留在这里。</translation>
    </message>
    <message>
        <source>Sent again: {done}; not possible: {left} ({why})</source>
        <translation>已重新提交 {done} 条，{left} 条不能提交（{why}）</translation>
    </message>
    <message>
        <source>Sent again: {done}</source>
        <translation>已重新提交 {done} 条</translation>
    </message>
    <message>
        <source>Dropped: {n}</source>
        <translation>已放弃 {n} 条</translation>
    </message>
    <message>
        <source>Discarded; it stands under Dropped until you log out</source>
        <translation>已丢弃，退出登录前可在“已放弃”中找回</translation>
    </message>
    <message>
        <source>Another was begun in its place: send or discard that first</source>
        <translation>同一表单已有新内容，请先提交或丢弃</translation>
    </message>
    <message>
        <source>That form holds something half written: send or discard it first</source>
        <translation>该表单中已有未提交的内容，请先提交或丢弃</translation>
    </message>
    <message>
        <source>The ticket does not allow this step now; what you wrote is kept here</source>
        <translation>工单当前不能办理此步骤，所写内容仍保留在这里</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>About</source>
        <translation>事由</translation>
    </message>
    <message>
        <source>Where somebody was first, yours and theirs stand here side by side.</source>
        <translation>有人先办理的，您的办理和对方的办理在此并列显示。</translation>
    </message>
</context>
<context>
    <name>PackPanel</name>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>No evidence is demanded</source>
        <translation>该类型不要求证据</translation>
    </message>
    <message>
        <source>E brings some all the same.</source>
        <translation>E 上传证据。</translation>
    </message>
    <message>
        <source>Evidence · {n} missing, it can&apos;t be closed</source>
        <translation>证据 · 缺 {n} 项，不能结案</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Palette</source>
        <translation>全部动作</translation>
    </message>
    <message>
        <source>Find an action, a screen, a number, a place</source>
        <translation>查找动作、界面、编号、地点</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到的</translation>
    </message>
    <message>
        <source>Nothing of that name. Try fewer letters, or pinyin initials.</source>
        <translation>没有这个名称。少输几个字,或试拼音首字母。</translation>
    </message>
    <message>
        <source>{n} of {all} selected tickets</source>
        <translation>所选 {n}/{all} 件</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Unit: show its tickets</source>
        <translation>单位：看其工单</translation>
    </message>
    <message>
        <source>Area: show its tickets</source>
        <translation>区域：看其工单</translation>
    </message>
    <message>
        <source>Item: show its tickets</source>
        <translation>事项：看其工单</translation>
    </message>
</context>
<context>
    <name>PalettePart</name>
    <message>
        <source>Find anything</source>
        <translation>查找一切</translation>
    </message>
</context>
<context>
    <name>Papers</name>
    <message>
        <source>There are papers once the centre has received the proposal</source>
        <translation>中心收到申请后方可出具文书</translation>
    </message>
    <message>
        <source>What waits here to be sent is not in the papers yet</source>
        <translation>本机待上报的办理尚未写入文书</translation>
    </message>
    <message>
        <source>Files that are there already are kept; the map shows place, area and tickets.</source>
        <translation>同名文件保留不覆盖；附图标示行动地点、范围和关联工单。</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose at least one paper and one format</source>
        <translation>请至少选择一种文书和一种格式</translation>
    </message>
    <message>
        <source>Folder for the papers</source>
        <translation>文书保存位置</translation>
    </message>
    <message>
        <source>Save here</source>
        <translation>保存到此处</translation>
    </message>
    <message>
        <source>The action is no longer here</source>
        <translation>本机已不再持有该行动</translation>
    </message>
    <message>
        <source>{n} files written into {folder}</source>
        <translation>已保存 {n} 个文件到“{folder}”</translation>
    </message>
    <message>
        <source>The papers were not written: {why}</source>
        <translation>文书未能保存：{why}</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Tables (*.xlsx *.csv)</source>
        <translation>表格 (*.xlsx *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>PlaceBox</name>
    <message>
        <source>named in the words</source>
        <translation>文中提到</translation>
    </message>
    <message>
        <source>This point lies in no area of the district</source>
        <translation>该点位不在本区范围内</translation>
    </message>
    <message>
        <source>Grid, address, crossing, initials, or lon, lat</source>
        <translation>网格、地址、路口、首字母或经纬度</translation>
    </message>
</context>
<context>
    <name>PlaceCard</name>
    <message>
        <source>This place</source>
        <translation>此地点</translation>
    </message>
    <message>
        <source>Put the place away</source>
        <translation>收起地点</translation>
    </message>
    <message>
        <source>File a report here</source>
        <translation>在此上报</translation>
    </message>
    <message>
        <source>Only this grid</source>
        <translation>只看此网格</translation>
    </message>
    <message>
        <source>Copy coordinates</source>
        <translation>复制坐标</translation>
    </message>
    <message>
        <source>Propose a joint action</source>
        <translation>发起联合行动</translation>
    </message>
</context>
<context>
    <name>PlaybackBar</name>
    <message>
        <source>Playback</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>The day is fetched</source>
        <translation>正在调取当天数据</translation>
    </message>
    <message>
        <source>Nothing happened on this day</source>
        <translation>当天没有变化</translation>
    </message>
    <message>
        <source>{n} open</source>
        <translation>在办 {n}</translation>
    </message>
    <message>
        <source>The past: {when}</source>
        <translation>历史回放：{when}</translation>
    </message>
    <message>
        <source>{state} since {when}</source>
        <translation>{when} 起{state}</translation>
    </message>
</context>
<context>
    <name>ProposalFields</name>
    <message>
        <source>In what way</source>
        <translation>发起方式</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What it is about, in a line</source>
        <translation>一句话说明事由</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Why one department alone can&apos;t do it; who is to do what</source>
        <translation>为何一家单位办不了，各单位分别做什么</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Grid or larger area</source>
        <translation>网格或更大区域</translation>
    </message>
    <message>
        <source>Where exactly: road, number, landmark</source>
        <translation>具体位置：道路、门牌、标志物</translation>
    </message>
    <message>
        <source>Place (optional)</source>
        <translation>地点（选填）</translation>
    </message>
    <message>
        <source>How urgent</source>
        <translation>紧急程度</translation>
    </message>
    <message>
        <source>Departments asked for</source>
        <translation>请求参加的单位</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Files (optional)</source>
        <translation>附件（选填）</translation>
    </message>
    <message>
        <source>With the outline drawn on the map, {n} corners</source>
        <translation>附地图上所画范围，{n} 个顶点</translation>
    </message>
    <message>
        <source>The green channel is for approvals: choose their kind</source>
        <translation>绿色通道用于并联审批，请选择审批类</translation>
    </message>
</context>
<context>
    <name>Proposing</name>
    <message>
        <source>A street whistles, a department applies, a committee proposes: your post does not</source>
        <translation>由街镇吹哨、部门申请或委员会提请，您的岗位不能发起</translation>
    </message>
    <message>
        <source>The first {n} of {all} tickets are taken</source>
        <translation>已取 {all} 件中的前 {n} 件</translation>
    </message>
    <message>
        <source>Your post does not propose now; what you wrote is kept here</source>
        <translation>本岗位现在不能发起，所填内容仍保留在此</translation>
    </message>
</context>
<context>
    <name>ProposingPart</name>
    <message>
        <source>Propose a joint action for what is selected</source>
        <translation>就所选工单发起联合行动</translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Search: number, words, pinyin initials</source>
        <translation>搜索：编号、文字、拼音首字母</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Item · words</source>
        <translation>事项 · 内容</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>In it</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>上报时间</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>变动时间</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>选中 {n} 件</translation>
    </message>
    <message>
        <source>Columns, sorting, groups</source>
        <translation>列、排序、分组</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>申请事项</translation>
    </message>
    <message>
        <source>Suspended until</source>
        <translation>挂起至</translation>
    </message>
    <message>
        <source>Answer due</source>
        <translation>回复时限</translation>
    </message>
    <message>
        <source>Held to account</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>退自</translation>
    </message>
    <message>
        <source>First taker</source>
        <translation>首接负责</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Failed in a row</source>
        <translation>连续不通过</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>退单</translation>
    </message>
    <message>
        <source>Supervised for</source>
        <translation>督办事由</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
</context>
<context>
    <name>QueueScreen</name>
    <message>
        <source>Ticket</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
</context>
<context>
    <name>Recounted</name>
    <message>
        <source>Part</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>{clock}: due {when}, provisional</source>
        <translation>{clock}：{when}到期（暂定）</translation>
    </message>
    <message>
        <source>{clock}: due {when}, as it was</source>
        <translation>{clock}：{when}到期，已确定</translation>
    </message>
    <message>
        <source>{clock}: {was} → {now}</source>
        <translation>{clock}：{was} → {now}</translation>
    </message>
    <message>
        <source>, provisional</source>
        <translation>（暂定）</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>暂停中</translation>
    </message>
    <message>
        <source>Working hours changed</source>
        <translation>工作时间变更</translation>
    </message>
    <message>
        <source>Public holidays changed</source>
        <translation>放假安排变更</translation>
    </message>
    <message>
        <source>Public holidays of {year} changed</source>
        <translation>{year}年放假安排变更</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Last shift (8 h)</source>
        <translation>本班（8 小时）</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>近一天</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>近一周</translation>
    </message>
    <message>
        <source>Sources by</source>
        <translation>来源分类</translation>
    </message>
    <message>
        <source>By unit</source>
        <translation>按单位</translation>
    </message>
    <message>
        <source>By street</source>
        <translation>按街镇</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>按渠道</translation>
    </message>
    <message>
        <source>What</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>累计</translation>
    </message>
    <message>
        <source>Worst sources</source>
        <translation>主要来源</translation>
    </message>
    <message>
        <source>No alarm in this time</source>
        <translation>此时段没有告警</translation>
    </message>
    <message>
        <source>Choose a longer time, or come back after some work.</source>
        <translation>请选择更长的时段，或稍后再看。</translation>
    </message>
    <message>
        <source>Worst sources: the first {n} of {all} make {share}</source>
        <translation>主要来源：前 {n} 个（共 {all} 个）占 {share}</translation>
    </message>
    <message>
        <source>{n} alarms</source>
        <translation>{n} 条告警</translation>
    </message>
    <message>
        <source>{n} in 10 min on average (target 1–2)</source>
        <translation>平均 10 分钟 {n} 条（目标 1–2）</translation>
    </message>
    <message>
        <source>peak {n}</source>
        <translation>最高 {n} 条</translation>
    </message>
    <message>
        <source>in flood {share} of the time (target under 1%)</source>
        <translation>泛滥时间占 {share}（目标低于 1%）</translation>
    </message>
    <message>
        <source>steady {n}</source>
        <translation>平稳 {n}</translation>
    </message>
    <message>
        <source>flood {n}</source>
        <translation>泛滥 {n}</translation>
    </message>
    <message>
        <source>alarms in 10 min</source>
        <translation>条/10 分钟</translation>
    </message>
    <message>
        <source>Source: alarm log of this seat, {begin} to {end}; targets: EEMUA 191</source>
        <translation>来源：本坐席告警日志，{begin} 至 {end}；目标值依据 EEMUA 191</translation>
    </message>
    <message>
        <source>Alarms in 10 minutes: {n} in all, peak {peak}</source>
        <translation>每 10 分钟告警数：共 {n} 条，最高 {peak} 条</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Acknowledged after (middle, slowest tenth)</source>
        <translation>确认用时（中位、最慢一成）</translation>
    </message>
    <message>
        <source>Nothing has stood for over 24 h.</source>
        <translation>没有滞留超过 24 小时的告警。</translation>
    </message>
    <message>
        <source>{n} alarms have stood for over 24 h; the oldest: {what} {number}, {age}</source>
        <translation>{n} 条告警滞留超过 24 小时，最久：{what} {number}，{age}</translation>
    </message>
</context>
<context>
    <name>RowTable</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>You are in this ticket</source>
        <translation>您正在办理</translation>
    </message>
    <message>
        <source>{name} is in it, silent for {n} min</source>
        <translation>{name} 占用，已 {n} 分钟无操作</translation>
    </message>
    <message>
        <source>{name} is in it</source>
        <translation>{name} 占用</translation>
    </message>
</context>
<context>
    <name>SavedRow</name>
    <message>
        <source>Saved filters</source>
        <translation>已存筛选</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>存为…</translation>
    </message>
    <message>
        <source>Name of the filter</source>
        <translation>筛选名称</translation>
    </message>
    <message>
        <source>Share it with those of my area</source>
        <translation>共享给本辖区</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Give it a name, for example: urgent, my street</source>
        <translation>请写名称，例如：急件、本街道</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>占用</translation>
    </message>
    <message>
        <source>Put what is set now in its place</source>
        <translation>用当前条件替换</translation>
    </message>
    <message>
        <source>Share it no longer</source>
        <translation>取消共享</translation>
    </message>
    <message>
        <source>Share it</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Drop “{name}”</source>
        <translation>删除“{name}”</translation>
    </message>
</context>
<context>
    <name>ScreenTab</name>
    <message>
        <source>in a window of its own</source>
        <translation>单独开窗</translation>
    </message>
</context>
<context>
    <name>SeatState</name>
    <message>
        <source>off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>session ended</source>
        <translation>登录已失效</translation>
    </message>
</context>
<context>
    <name>SeatStatePart</name>
    <message>
        <source>Ready for calls</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Take a call</source>
        <translation>来电登记</translation>
    </message>
    <message>
        <source>End the call</source>
        <translation>结束通话</translation>
    </message>
    <message>
        <source>Take a break</source>
        <translation>小休</translation>
    </message>
    <message>
        <source>Off line: the centre does not hear what this seat is doing</source>
        <translation>离线中，坐席状态无法上报</translation>
    </message>
</context>
<context>
    <name>SeatWindow</name>
    <message>
        <source>Screens</source>
        <translation>切换界面</translation>
    </message>
    <message>
        <source>Undo the last act</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Keys: {screen}</source>
        <translation>按键：{screen}</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Seat {n}</source>
        <translation>坐席 {n}</translation>
    </message>
    <message>
        <source>Connect anew</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Go to a screen</source>
        <translation>转到界面</translation>
    </message>
</context>
<context>
    <name>SeatsScreen</name>
    <message>
        <source>Seats</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>坐席</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>For</source>
        <translation>历时</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>{state} today</source>
        <translation>今日{state}</translation>
    </message>
    <message>
        <source>Seats of your scope stand here with their states.</source>
        <translation>您范围内的坐席及其状态显示在这里。</translation>
    </message>
    <message>
        <source>No seats here</source>
        <translation>没有坐席</translation>
    </message>
</context>
<context>
    <name>SecondWindow</name>
    <message>
        <source>Back to the main window</source>
        <translation>收回主窗口</translation>
    </message>
    <message>
        <source>Session ended</source>
        <translation>登录已失效</translation>
    </message>
    <message>
        <source>Log in again in the main window; what stands here is kept.</source>
        <translation>请在主窗口重新登录；这里的内容都还在。</translation>
    </message>
</context>
<context>
    <name>SessionsPanel</name>
    <message>
        <source>Sessions</source>
        <translation>调解会</translation>
    </message>
    <message>
        <source>No session is set yet</source>
        <translation>尚未约定调解会</translation>
    </message>
    <message>
        <source>O sets one, C enters one that was held.</source>
        <translation>按 O 约定，按 C 记录已举行的。</translation>
    </message>
    <message>
        <source>Sessions · held {n}</source>
        <translation>调解会 · 已举行 {n} 次</translation>
    </message>
</context>
<context>
    <name>Shelving</name>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>退出占用</translation>
    </message>
    <message>
        <source>Why it is out of service</source>
        <translation>停用的理由</translation>
    </message>
    <message>
        <source>Why it can wait</source>
        <translation>可以稍后的理由</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Shelve</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>Write a few words why: they stand in the alarm log.</source>
        <translation>请写明理由，理由记入告警日志。</translation>
    </message>
</context>
<context>
    <name>SidesPanel</name>
    <message>
        <source>Sides</source>
        <translation>当事方</translation>
    </message>
    <message>
        <source>No side is entered yet</source>
        <translation>尚未登记当事方</translation>
    </message>
    <message>
        <source>Q enters one.</source>
        <translation>按 Q 登记。</translation>
    </message>
    <message>
        <source>Sides · {n} at the table, {people} people</source>
        <translation>当事方 · 在座 {n} 方，{people} 人</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>Extension by {limit}</source>
        <translation>延期 {limit}</translation>
    </message>
    <message>
        <source>Suspension until {when}</source>
        <translation>挂起至 {when}</translation>
    </message>
    <message>
        <source>Close by force</source>
        <translation>强制结案</translation>
    </message>
    <message>
        <source>Appeal: not to count as late</source>
        <translation>申诉：不计超时</translation>
    </message>
    <message>
        <source>{name}, {when}</source>
        <translation>{name} {when}</translation>
    </message>
    <message>
        <source>endorsed by {name}, {when}</source>
        <translation>{name} {when} 已同意</translation>
    </message>
    <message>
        <source>a leader signs next</source>
        <translation>待领导批准</translation>
    </message>
    <message>
        <source>the duty officer signs next, then a leader</source>
        <translation>待值班长同意，再报领导</translation>
    </message>
    <message>
        <source>the duty officer or a leader decides</source>
        <translation>待值班长或领导审批</translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation>到 {when}</translation>
    </message>
    <message>
        <source>answered {when}</source>
        <translation>{when} 已回复</translation>
    </message>
    <message>
        <source>answer was due {when}</source>
        <translation>应于 {when} 回复，已逾期</translation>
    </message>
    <message>
        <source>answer due {when}</source>
        <translation>{when} 前回复</translation>
    </message>
    <message>
        <source>not settled yet</source>
        <translation>尚未办结</translation>
    </message>
    <message>
        <source>settled {when}</source>
        <translation>{when} 办结</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
</context>
<context>
    <name>StateLine</name>
    <message>
        <source>Clear {key}</source>
        <translation>清除 {key}</translation>
    </message>
    <message>
        <source>What the list is narrowed by</source>
        <translation>当前筛选条件</translation>
    </message>
    <message>
        <source>nothing heard yet</source>
        <translation>尚未收到数据</translation>
    </message>
    <message>
        <source>as of {when}, {ago}</source>
        <translation>截至 {when}，{ago}</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all} 件</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Session ended</source>
        <translation>登录已过期</translation>
    </message>
    <message>
        <source>On line</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Delayed {n} s</source>
        <translation>延迟 {n} 秒</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Off line</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Off line since {when}</source>
        <translation>{when} 起离线</translation>
    </message>
    <message>
        <source>by polling: a proxy holds the stream back</source>
        <translation>轮询方式：代理拦截了数据流</translation>
    </message>
    <message>
        <source>No data yet</source>
        <translation>暂无数据</translation>
    </message>
    <message>
        <source>Data of {age}</source>
        <translation>数据 {age}</translation>
    </message>
    <message>
        <source>How old what is shown can be</source>
        <translation>所示数据的新旧</translation>
    </message>
    <message>
        <source>To send {n}</source>
        <translation>待发 {n}</translation>
    </message>
    <message>
        <source>Conflicts {n}</source>
        <translation>冲突 {n}</translation>
    </message>
    <message>
        <source>Parked {n}</source>
        <translation>搁置 {n}</translation>
    </message>
    <message>
        <source>Time estimated</source>
        <translation>时间为估计</translation>
    </message>
    <message>
        <source>What you see</source>
        <translation>可见范围</translation>
    </message>
    <message>
        <source>a click connects anew</source>
        <translation>点击重新连接</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More: {items}</source>
        <translation>更多:{items}</translation>
    </message>
</context>
<context>
    <name>StepFields</name>
    <message>
        <source>11-25 18:00, 18:00 or 3d</source>
        <translation>11-25 18:00、18:00 或 3天</translation>
    </message>
    <message>
        <source>Not a time that can be read yet</source>
        <translation>还不是可识别的时间</translation>
    </message>
    <message>
        <source>This lies in the past</source>
        <translation>该时间已过</translation>
    </message>
    <message>
        <source>At most {most}</source>
        <translation>最多{most}</translation>
    </message>
</context>
<context>
    <name>Supervision</name>
    <message>
        <source>Answer owed</source>
        <translation>待回复</translation>
    </message>
    <message>
        <source>To answer</source>
        <translation>待我回复</translation>
    </message>
    <message>
        <source>Held to account</source>
        <translation>问责</translation>
    </message>
    <message>
        <source>Past the limit, not supervised</source>
        <translation>超时未督办</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已回复</translation>
    </message>
    <message>
        <source>Nothing to follow up</source>
        <translation>没有待跟进的督办</translation>
    </message>
    <message>
        <source>A ticket comes here when a supervision is ordered on it.</source>
        <translation>下达督办的工单到这里。</translation>
    </message>
    <message>
        <source>A supervision that your unit is to answer comes here.</source>
        <translation>需要本单位回复的督办到这里。</translation>
    </message>
    <message>
        <source>Shift+U supervise · Shift+L lift · Shift+A settle · U urge · N next · ? all keys</source>
        <translation>Shift+U 督办 · Shift+L 解除 · Shift+A 问责办结 · U 催办 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>Shift+U answer · E handled · N next · ? all keys</source>
        <translation>Shift+U 回复 · E 处置完成 · N 下一件 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>N goes to what is to be answered first.</source>
        <translation>按 N 到最先需要回复的一件。</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>督办台</translation>
    </message>
    <message>
        <source>Followed by leaders</source>
        <translation>领导关注</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>group {name}</source>
        <translation>分组 {name}</translation>
    </message>
</context>
<context>
    <name>TakenOut</name>
    <message>
        <source>Save the attachment</source>
        <translation>另存附件</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>No program here opens {name}: save it instead</source>
        <translation>本机没有可打开 {name} 的程序，请另存</translation>
    </message>
    <message>
        <source>The attachment is not to be had: {why}</source>
        <translation>附件取不到：{why}</translation>
    </message>
</context>
<context>
    <name>ThumbnailStrip</name>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>TicketPage</name>
    <message>
        <source>All of it</source>
        <translation>展开全文</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Merge into it</source>
        <translation>并入此件</translation>
    </message>
    <message>
        <source>Link to it</source>
        <translation>关联</translation>
    </message>
</context>
<context>
    <name>TicketPanel</name>
    <message>
        <source>The timeline comes when the centre answers: {why}</source>
        <translation>时间线待中心答复后显示：{why}</translation>
    </message>
    <message>
        <source>This step is no longer possible; what you wrote is kept: To send, Drafts</source>
        <translation>该步骤已不能办理，所写内容保留在“待发”的草稿中</translation>
    </message>
</context>
<context>
    <name>Tickets</name>
    <message>
        <source>Open</source>
        <translation>在办</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结案</translation>
    </message>
    <message>
        <source>Refused or merged</source>
        <translation>回绝或合并</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>No such ticket here</source>
        <translation>没有符合条件的工单</translation>
    </message>
    <message>
        <source>Change the page, a filter or the words searched for.</source>
        <translation>请更换页签、筛选条件或搜索内容。</translation>
    </message>
    <message>
        <source>/ search · Space files · Y why due then · ? all keys</source>
        <translation>/ 搜索 · 空格 看附件 · Y 时限说明 · ? 全部按键</translation>
    </message>
    <message>
        <source>No ticket chosen</source>
        <translation>未选择工单</translation>
    </message>
    <message>
        <source>Search by number, words or pinyin initials with /.</source>
        <translation>按 / 用编号、文字或拼音首字母搜索。</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>工单</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>已挂起</translation>
    </message>
</context>
<context>
    <name>TimeBar</name>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Event before</source>
        <translation>上一事件</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>下一事件</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{n}× speed</source>
        <translation>{n} 倍速</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
</context>
<context>
    <name>ToastHost</name>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>TokenBar</name>
    <message>
        <source>Take away: {text}</source>
        <translation>去掉：{text}</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>Held to account</source>
        <translation>启动问责</translation>
    </message>
    <message>
        <source>Answered with the ticket it was merged into</source>
        <translation>随主工单答复</translation>
    </message>
    <message>
        <source>A repeat was merged into it</source>
        <translation>并入一件重复工单</translation>
    </message>
    <message>
        <source>A repeat was taken out of it again</source>
        <translation>拆出一件工单</translation>
    </message>
    <message>
        <source>answer due {when}</source>
        <translation>{when} 前回复</translation>
    </message>
    <message>
        <source>to {level}</source>
        <translation>至{level}</translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation>至 {when}</translation>
    </message>
    <message>
        <source>Answer taken back: what it was merged into is open again</source>
        <translation>答复已收回：主工单撤回结案</translation>
    </message>
    <message>
        <source>Reported again: a repeat was linked to it</source>
        <translation>再次反映：已关联重复件</translation>
    </message>
    <message>
        <source>A repeat was unlinked from it</source>
        <translation>已解除一件重复件的关联</translation>
    </message>
    <message>
        <source>The device says it is over</source>
        <translation>设备报告已恢复</translation>
    </message>
    <message>
        <source>The device alarmed again</source>
        <translation>设备再次告警</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Screens and seat</source>
        <translation>界面与坐席</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Time of the centre</source>
        <translation>中心时间</translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Since then</source>
        <translation>后续</translation>
    </message>
    <message>
        <source>Asked to go</source>
        <translation>上门派请</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>上门结果</translation>
    </message>
    <message>
        <source>device {code}</source>
        <translation>设备 {code}</translation>
    </message>
    <message>
        <source>{what} {n} {unit}</source>
        <translation>{what} {n} {unit}</translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation>自 {when} 起</translation>
    </message>
    <message>
        <source>alarmed {when}</source>
        <translation>{when} 告警</translation>
    </message>
    <message>
        <source>alarmed again {n}×, last {when}</source>
        <translation>再次告警 {n} 次，最近 {when}</translation>
    </message>
    <message>
        <source>the device says it is over, {when}; the visit stays due</source>
        <translation>设备 {when} 报告已恢复，仍须上门确认</translation>
    </message>
    <message>
        <source>{level}: {who}</source>
        <translation>{level}：{who}</translation>
    </message>
    <message>
        <source>{level}, by hand: {who}</source>
        <translation>{level}（人工派遣）：{who}</translation>
    </message>
    <message>
        <source>asked {when}</source>
        <translation>{when} 派请</translation>
    </message>
    <message>
        <source>signed in {when} by {name}</source>
        <translation>{name} {when} 签收</translation>
    </message>
    <message>
        <source>there {when}</source>
        <translation>{when} 到场</translation>
    </message>
    <message>
        <source>not signed in</source>
        <translation>未签收</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>未到场</translation>
    </message>
    <message>
        <source>nobody above is asked any more</source>
        <translation>已是最高一级，不再提级</translation>
    </message>
    <message>
        <source>{level} is asked {when}</source>
        <translation>{when} 提级至{level}</translation>
    </message>
    <message>
        <source>Passed up to: {level}</source>
        <translation>将提级至{level}</translation>
    </message>
    <message>
        <source>{when}, unless confirmed</source>
        <translation>{when} 前须确认</translation>
    </message>
</context>
<context>
    <name>WallMap</name>
    <message>
        <source>Map of open tickets</source>
        <translation>在办工单地图</translation>
    </message>
    <message>
        <source>The map is being fetched</source>
        <translation>正在取地图</translation>
    </message>
    <message>
        <source>No map yet</source>
        <translation>还没有地图</translation>
    </message>
</context>
<context>
    <name>WallScreen</name>
    <message>
        <source>Wall</source>
        <translation>大屏</translation>
    </message>
    <message>
        <source>Longest past the limit</source>
        <translation>超时最久</translation>
    </message>
    <message>
        <source>Nothing is past its limit</source>
        <translation>没有超时的工单</translation>
    </message>
    <message>
        <source>Next to reach the limit</source>
        <translation>即将到时限</translation>
    </message>
    <message>
        <source>No limit is running</source>
        <translation>没有正在计时的时限</translation>
    </message>
    <message>
        <source>The map follows the tickets again</source>
        <translation>地图重新跟随工单</translation>
    </message>
    <message>
        <source>Close the wall</source>
        <translation>关闭大屏</translation>
    </message>
    <message>
        <source>The map is held by hand. Home: it follows the tickets again</source>
        <translation>地图已手动固定，按 Home 重新跟随工单</translation>
    </message>
    <message>
        <source>Draw the map along</source>
        <translation>移动地图</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>Rule</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>起算</translation>
    </message>
    <message>
        <source> (provisional: the public holidays of that year are not announced yet)</source>
        <translation>（暂定：该年度放假安排尚未公布）</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>{when}, when {share} % of the limit is left</source>
        <translation>{when}（余 {share}%）</translation>
    </message>
    <message>
        <source>Amber from</source>
        <translation>黄灯自</translation>
    </message>
    <message>
        <source>{stage}: {limit}</source>
        <translation>{stage}：{limit}</translation>
    </message>
    <message>
        <source>{limit}, counted in working time</source>
        <translation>{limit}，按工作时间计</translation>
    </message>
    <message>
        <source>{limit}, counted without pause</source>
        <translation>{limit}，连续计时</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>计时段</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>{left}; it stands until the work goes on</source>
        <translation>{left}；暂停，待恢复办理后继续</translation>
    </message>
    <message>
        <source>{left}; it stands still until {when}</source>
        <translation>{left}；非工作时间，{when} 起继续</translation>
    </message>
    <message>
        <source>Why this deadline: {stage}</source>
        <translation>时限说明：{stage}</translation>
    </message>
    <message>
        <source>{length} more, approved</source>
        <translation>经批准增加{length}</translation>
    </message>
    <message>
        <source>Extended</source>
        <translation>延期</translation>
    </message>
    <message>
        <source>Counts from</source>
        <translation>起计</translation>
    </message>
    <message>
        <source>{when}, the next working time</source>
        <translation>{when}（下一个工作时间）</translation>
    </message>
    <message>
        <source>Stood</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>不计</translation>
    </message>
    <message>
        <source>public holidays: {days}</source>
        <translation>放假：{days}</translation>
    </message>
    <message>
        <source>weekends: {days}</source>
        <translation>周末：{days}</translation>
    </message>
    <message>
        <source>Counted too</source>
        <translation>另计入</translation>
    </message>
    <message>
        <source>make-up working days: {days}</source>
        <translation>调休上班：{days}</translation>
    </message>
    <message>
        <source>{days} and {n} more</source>
        <translation>{days}等，另有{n}段</translation>
    </message>
    <message>
        <source>{days} ({name})</source>
        <translation>{days}（{name}）</translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation>自{when}起</translation>
    </message>
    <message>
        <source>{since} – {until}, {length} not counted</source>
        <translation>{since} – {until}，{length}不计</translation>
    </message>
    <message>
        <source>{n} working days from {first} on</source>
        <translation>自{first}起{n}个工作日</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Grid command</source>
        <translation>网格治理指挥</translation>
    </message>
    <message>
        <source>The district is being fetched</source>
        <translation>正在获取本区数据</translation>
    </message>
    <message>
        <source>Areas, units and the catalogue come once; after that they are kept here.</source>
        <translation>区域、单位和事项清单只需获取一次，之后保存在本机。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>en</source>
        <comment>the tag of this language: zh_CN</comment>
        <translation>zh_CN</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the members of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{n} minute</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} minutes</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} hour</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} hours</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} natural day</source>
        <translation>{n} 自然日</translation>
    </message>
    <message>
        <source>{n} natural days</source>
        <translation>{n} 自然日</translation>
    </message>
    <message>
        <source>{n} urgent hour</source>
        <translation>{n} 紧急工时</translation>
    </message>
    <message>
        <source>{n} urgent hours</source>
        <translation>{n} 紧急工时</translation>
    </message>
    <message>
        <source>{n} working hour</source>
        <translation>{n} 工时</translation>
    </message>
    <message>
        <source>{n} working hours</source>
        <translation>{n} 工时</translation>
    </message>
    <message>
        <source>{n} working day</source>
        <translation>{n} 工作日</translation>
    </message>
    <message>
        <source>{n} working days</source>
        <translation>{n} 工作日</translation>
    </message>
    <message>
        <source>Intake and filing</source>
        <translation>受理立案</translation>
    </message>
    <message>
        <source>Dispatch</source>
        <translation>派遣</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>签收</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Call-back</source>
        <translation>回访</translation>
    </message>
    <message>
        <source>Responsibility</source>
        <translation>责任时限</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Basically satisfied</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Not satisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Close view</source>
        <translation>近景</translation>
    </message>
    <message>
        <source>Wide view</source>
        <translation>远景</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>处置前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>处置后</translation>
    </message>
    <message>
        <source>Photo before</source>
        <translation>处置前照片</translation>
    </message>
    <message>
        <source>Photo after</source>
        <translation>处置后照片</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Legal document</source>
        <translation>法律文书</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Result note</source>
        <translation>结果说明</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>测量记录</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Seat operator</source>
        <translation>坐席员</translation>
    </message>
    <message>
        <source>Duty officer</source>
        <translation>值班长</translation>
    </message>
    <message>
        <source>Handling unit</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Grid worker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>领导</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Reporter</source>
        <translation>反映人</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>not located</source>
        <translation>未定位</translation>
    </message>
    <message>
        <source>{d} d {h} h</source>
        <translation>{d} 天 {h} 小时</translation>
    </message>
    <message>
        <source>{d} d</source>
        <translation>{d} 天</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分钟</translation>
    </message>
    <message>
        <source>Verify and close</source>
        <translation>核查结案</translation>
    </message>
    <message>
        <source>Duty list</source>
        <translation>职责清单</translation>
    </message>
    <message>
        <source>Powers list</source>
        <translation>权力清单</translation>
    </message>
    <message>
        <source>First taker</source>
        <translation>首接负责</translation>
    </message>
    <message>
        <source>Fallback unit</source>
        <translation>兜底单位</translation>
    </message>
    <message>
        <source>Agreed by the units</source>
        <translation>单位协商一致</translation>
    </message>
    <message>
        <source>Planned for later</source>
        <translation>计划安排</translation>
    </message>
    <message>
        <source>Waits for an outside condition</source>
        <translation>等待外部条件</translation>
    </message>
    <message>
        <source>Limit passed</source>
        <translation>超时督办</translation>
    </message>
    <message>
        <source>Leader&apos;s instruction</source>
        <translation>领导督办</translation>
    </message>
    <message>
        <source>Important matter</source>
        <translation>重要事项督办</translation>
    </message>
    <message>
        <source>Making safe</source>
        <translation>先行处置</translation>
    </message>
    <message>
        <source>Reply to the supervision</source>
        <translation>督办回复</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>协办</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Restoring</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Seen, all is well</source>
        <translation>见到本人，平安</translation>
    </message>
    <message>
        <source>Help called</source>
        <translation>已呼叫 120 救助</translation>
    </message>
    <message>
        <source>Nobody at home</source>
        <translation>无人应门</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Mediation</source>
        <translation>调解</translation>
    </message>
    <message>
        <source>Neighbour</source>
        <translation>邻居</translation>
    </message>
    <message>
        <source>Property company</source>
        <translation>物业企业</translation>
    </message>
    <message>
        <source>Owners&apos; committee</source>
        <translation>业主委员会</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>商户</translation>
    </message>
    <message>
        <source>Builder</source>
        <translation>施工单位</translation>
    </message>
    <message>
        <source>Employer</source>
        <translation>用人单位</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Unit in charge</source>
        <translation>承办单位</translation>
    </message>
    <message>
        <source>Lawyer</source>
        <translation>律师</translation>
    </message>
    <message>
        <source>Collecting papers</source>
        <translation>代办收件</translation>
    </message>
    <message>
        <source>Handing in</source>
        <translation>代办送办</translation>
    </message>
    <message>
        <source>Bringing back</source>
        <translation>代办送达</translation>
    </message>
</context>
<context>
    <name>WorkPanel</name>
    <message>
        <source>Tasks and problems</source>
        <translation>现场任务与问题</translation>
    </message>
    <message>
        <source>No task or problem yet</source>
        <translation>暂无任务和问题</translation>
    </message>
    <message>
        <source>Tasks and problems · ended {n} / {all}</source>
        <translation>现场任务与问题 · 已处理 {n} / {all}</translation>
    </message>
    <message>
        <source>T gives a task.</source>
        <translation>T 交办任务。</translation>
    </message>
    <message>
        <source>P notes a problem.</source>
        <translation>P 记问题。</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>Lay out my workspace</source>
        <translation>铺开我的工作区</translation>
    </message>
    <message>
        <source>Save the layout as mine</source>
        <translation>把布局存为我的</translation>
    </message>
    <message>
        <source>Windows and panels as first</source>
        <translation>窗口和面板复原</translation>
    </message>
    <message>
        <source>Undo the layout</source>
        <translation>撤销布局改动</translation>
    </message>
    <message>
        <source>Wall</source>
        <translation>大屏</translation>
    </message>
    <message>
        <source>Next window</source>
        <translation>下一个窗口</translation>
    </message>
    <message>
        <source>Panel in a window of its own, and back</source>
        <translation>面板单独开窗、收回</translation>
    </message>
    <message>
        <source>Screen in a window of its own, and back</source>
        <translation>工作台单独开窗、收回</translation>
    </message>
    <message>
        <source>To monitor 1 … 4</source>
        <translation>移到第 1 … 4 块屏</translation>
    </message>
    <message>
        <source>Lay out: seat</source>
        <translation>铺开：坐席</translation>
    </message>
    <message>
        <source>Lay out: duty officer</source>
        <translation>铺开：值班长</translation>
    </message>
    <message>
        <source>Lay out: sub-centre</source>
        <translation>铺开：分中心</translation>
    </message>
    <message>
        <source>Lay out: wall</source>
        <translation>铺开：大屏</translation>
    </message>
    <message>
        <source>There is no monitor {n}</source>
        <translation>没有第 {n} 块屏</translation>
    </message>
    <message>
        <source>This panel stays: the others stand around it</source>
        <translation>这个面板不单独开窗：其他面板围着它</translation>
    </message>
    <message>
        <source>The last screen stays in the main window</source>
        <translation>最后一个工作台留在主窗口</translation>
    </message>
    <message>
        <source>Your layout for {n} monitors</source>
        <translation>已铺开您的 {n} 屏布局</translation>
    </message>
    <message>
        <source>Your layout</source>
        <translation>已铺开您的布局</translation>
    </message>
    <message>
        <source>The layout of your role</source>
        <translation>已铺开本角色的布局</translation>
    </message>
    <message>
        <source>Saved: F12 lays it out again</source>
        <translation>已保存：按 F12 再次铺开</translation>
    </message>
    <message>
        <source>Windows and panels stand as first</source>
        <translation>窗口和面板已复原</translation>
    </message>
    <message>
        <source>No layout to undo</source>
        <translation>没有可撤销的布局改动</translation>
    </message>
    <message>
        <source>A monitor went: {screens} came home</source>
        <translation>一块屏已断开：{screens} 已收回</translation>
    </message>
    <message>
        <source>{n} monitors: F12 lays your workspace out, Ctrl+Alt+Z what stood before</source>
        <translation>共 {n} 块屏：F12 铺开工作区，Ctrl+Alt+Z 恢复原来的布局</translation>
    </message>
    <message>
        <source>{n} monitors: F12 lays your workspace out</source>
        <translation>共 {n} 块屏：F12 铺开工作区</translation>
    </message>
    <message>
        <source>The screen in front in a window of its own, and back</source>
        <translation>前台工作台单独开窗、收回</translation>
    </message>
</context>
<context>
    <name>_Cell</name>
    <message>
        <source>Why?</source>
        <translation>为什么?</translation>
    </message>
</context>
<context>
    <name>_FileRow</name>
    <message>
        <source>What the file shows</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>_Tile</name>
    <message>
        <source>loading</source>
        <translation>加载中</translation>
    </message>
</context>
</TS>
