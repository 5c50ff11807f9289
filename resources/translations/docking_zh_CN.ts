<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ads::CDockWidgetTab</name>
    <message>
        <source>Detach</source>
        <translation>移出为窗口</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>收到边栏</translation>
    </message>
    <message>
        <source>Pin To...</source>
        <translation>收到边栏…</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close Others</source>
        <translation>关闭其他</translation>
    </message>
    <message>
        <source>Unpin (Dock)</source>
        <translation>放回停靠</translation>
    </message>
</context>
<context>
    <name>ads::CDockAreaTitleBar</name>
    <message>
        <source>Detach</source>
        <translation>移出为窗口</translation>
    </message>
    <message>
        <source>Detach Group</source>
        <translation>整组移出为窗口</translation>
    </message>
    <message>
        <source>Pin Group</source>
        <translation>整组收到边栏</translation>
    </message>
    <message>
        <source>Pin Group To...</source>
        <translation>整组收到边栏…</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Unpin (Dock)</source>
        <translation>放回停靠</translation>
    </message>
    <message>
        <source>Minimize</source>
        <translation>最小化</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close Group</source>
        <translation>关闭本组</translation>
    </message>
    <message>
        <source>Close Other Groups</source>
        <translation>关闭其他组</translation>
    </message>
    <message>
        <source>List All Tabs</source>
        <translation>列出所有标签</translation>
    </message>
    <message>
        <source>Close Active Tab</source>
        <translation>关闭当前标签</translation>
    </message>
    <message>
        <source>Close Tab</source>
        <translation>关闭标签</translation>
    </message>
    <message>
        <source>Pin Active Tab (Press Ctrl to Pin Group)</source>
        <translation>当前标签收到边栏（按住 Ctrl 整组收起）</translation>
    </message>
</context>
<context>
    <name>ads::CAutoHideTab</name>
    <message>
        <source>Detach</source>
        <translation>移出为窗口</translation>
    </message>
    <message>
        <source>Pin To...</source>
        <translation>收到边栏…</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Unpin (Dock)</source>
        <translation>放回停靠</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ads::CDockManager</name>
    <message>
        <source>Show View</source>
        <translation>显示面板</translation>
    </message>
</context>
</TS>
