<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccuracyChart</name>
    <message>
        <source>Accuracy on held-out questions</source>
        <translation>保留题的正确率</translation>
    </message>
</context>
<context>
    <name>AdapterLog</name>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建于</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Held-out</source>
        <translation>保留题</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Answer again with what was in use before; can be undone</source>
        <translation>重新使用之前所用的来回答；可以撤销</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Take in a LoRA adapter (GGUF) that was made elsewhere for this model</source>
        <translation>接收在别处为此模型制作的 LoRA 适配器（GGUF）</translation>
    </message>
    <message>
        <source>{0}, in use</source>
        <translation>{0}，使用中</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>未检验</translation>
    </message>
    <message>
        <source>{0}/{1} likelier</source>
        <translation>{0}/{1} 更可能</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>不使用适配器</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>使用 {0}</translation>
    </message>
    <message>
        <source>Delete {0}</source>
        <translation>删除 {0}</translation>
    </message>
    <message>
        <source>Imported from {0}, never examined.</source>
        <translation>从 {0} 导入，从未检验。</translation>
    </message>
    <message>
        <source>Sealed audit: never opened. “rationale adapters audit” opens it.</source>
        <translation>封存审计：从未打开。用“rationale adapters audit”打开。</translation>
    </message>
    <message>
        <source>opened once</source>
        <translation>已打开 1 次</translation>
    </message>
    <message>
        <source>opened {0} times</source>
        <translation>已打开 {0} 次</translation>
    </message>
    <message>
        <source>Sealed audit: broken off, {0}.</source>
        <translation>封存审计：中途停止，{0}。</translation>
    </message>
    <message>
        <source>Sealed audit: base {0}, {1} {2} of {3}, {4}.</source>
        <translation>封存审计（{3} 题）：基础模型 {0}，{1} {2}，{4}。</translation>
    </message>
    <message>
        <source>No adapter yet: rounds make them.</source>
        <translation>还没有适配器：学习轮次会产生适配器。</translation>
    </message>
    <message>
        <source>Delete {0} for good</source>
        <translation>永久删除 {0}</translation>
    </message>
</context>
<context>
    <name>Announcer</name>
    <message>
        <source>{0} is ready</source>
        <translation>{0} 已就绪</translation>
    </message>
    <message>
        <source>Answer stopped</source>
        <translation>回答已停止</translation>
    </message>
    <message>
        <source>The answer failed</source>
        <translation>回答失败</translation>
    </message>
    <message>
        <source>Answer ready</source>
        <translation>回答已完成</translation>
    </message>
</context>
<context>
    <name>AnswerDesk</name>
    <message>
        <source>Nothing is said of this answer yet: A accepts, R rejects, C corrects, S skips it.</source>
        <translation>还没有对这个回答作出评价：A 接受，R 拒绝，C 更正，S 跳过。</translation>
    </message>
</context>
<context>
    <name>AnswerFooter</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Edit question</source>
        <translation>编辑问题</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Copy the answer as Markdown</source>
        <translation>以 Markdown 复制回答</translation>
    </message>
    <message>
        <source>Answer the question again, as another branch</source>
        <translation>作为另一个分支重新回答</translation>
    </message>
    <message>
        <source>Change the question and ask it as another branch</source>
        <translation>修改问题并作为另一个分支提问</translation>
    </message>
    <message>
        <source>Show the text as the model wrote it, or rendered</source>
        <translation>显示模型写下的原文，或排版后的文字</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Tokens, times, model, and how the answer was drawn</source>
        <translation>词元、时间、模型以及采样方式</translation>
    </message>
    <message>
        <source>Rendered</source>
        <translation>排版后</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Answer as written</source>
        <translation>回答原文</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>The backup is restored.</source>
        <translation>备份已恢复。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Continue without history</source>
        <translation>不保存历史并继续</translation>
    </message>
    <message>
        <source>Restore a backup…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Not everything could be deleted: {0} is still there.</source>
        <translation>未能全部删除：{0} 仍然存在。</translation>
    </message>
    <message>
        <source>Everything was deleted. Rationale starts afresh.</source>
        <translation>已全部删除。Rationale 重新开始。</translation>
    </message>
</context>
<context>
    <name>AttemptNumbers</name>
    <message>
        <source>Attempts</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Show another attempt</source>
        <translation>显示另一次尝试</translation>
    </message>
</context>
<context>
    <name>AttemptTabs</name>
    <message>
        <source>Attempts</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>已截断</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>no answer found</source>
        <translation>没有找到答案</translation>
    </message>
    <message>
        <source>Attempt {number}</source>
        <translation>第 {number} 次尝试</translation>
    </message>
    <message>
        <source>It went round in circles or stayed empty, so it was ended</source>
        <translation>它在原地打转或没有内容，因此被结束</translation>
    </message>
    <message>
        <source>The others had agreed before it ended</source>
        <translation>在它结束之前其余的已经一致</translation>
    </message>
    <message>
        <source>Alt 1 … {last}</source>
        <translation>Alt 1 … {last}</translation>
    </message>
</context>
<context>
    <name>AwayButton</name>
    <message>
        <source>It is in use; load another model first</source>
        <translation>正在使用；请先加载另一个模型</translation>
    </message>
    <message>
        <source>Delete {0} for good</source>
        <translation>永久删除 {0}</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>BackupDesk</name>
    <message>
        <source>An answer is being written; stop it first, then restore.</source>
        <translation>正在写回答；请先停止，再恢复。</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>The backup is restored; the damaged history is kept in the folder {0}.</source>
        <translation>备份已恢复；损坏的历史记录保留在文件夹 {0} 中。</translation>
    </message>
    <message>
        <source>The backup is restored.</source>
        <translation>备份已恢复。</translation>
    </message>
    <message>
        <source>Backing up…</source>
        <translation>正在备份…</translation>
    </message>
    <message>
        <source>The backup is made.</source>
        <translation>备份已完成。</translation>
    </message>
</context>
<context>
    <name>BackupsSection</name>
    <message>
        <source>When you empty it</source>
        <translation>由你清空</translation>
    </message>
    <message>
        <source>After 30 days</source>
        <translation>30 天后</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{0} conversations have been in the trash for {1} days or longer. Delete them for good now? This cannot be undone.</source>
        <translation>有 {0} 个对话已在回收站中存放 {1} 天或更久。现在永久删除它们吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>1 conversation has been in the trash for {0} days or longer. Delete it for good now? This cannot be undone.</source>
        <translation>有 1 个对话已在回收站中存放 {0} 天或更久。现在永久删除它吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>{0} learned from it and keeps it.</source>
        <translation>{0} 学习过其中的内容，并会保留所学。</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Restore the backup of {0}</source>
        <translation>恢复 {0} 的备份</translation>
    </message>
    <message>
        <source>The history becomes what it was then; the present one is backed up first</source>
        <translation>历史将恢复到当时的状态；现在的历史会先备份</translation>
    </message>
    <message>
        <source>Deleted for good: with ratings, their snapshots and training examples. Backups keep it for up to a year.</source>
        <translation>永久删除：连同评价、其快照和训练样本。备份中最多还会保留一年。</translation>
    </message>
    <message>
        <source>One is made each day; the newest of each day, week and month stays, for up to a year. What you delete for good stays in them until then.</source>
        <translation>每天备份一次；每天、每周、每月最新的备份会保留，最长一年。你永久删除的内容在此之前仍留在备份中。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
</context>
<context>
    <name>BranchPager</name>
    <message>
        <source>Branch {number} of {count}</source>
        <translation>分支 {number}/{count}</translation>
    </message>
    <message>
        <source>Previous branch</source>
        <translation>上一个分支</translation>
    </message>
    <message>
        <source>Next branch</source>
        <translation>下一个分支</translation>
    </message>
    <message>
        <source>Show all branches</source>
        <translation>显示所有分支</translation>
    </message>
</context>
<context>
    <name>ChangedPart</name>
    <message>
        <source>Held-out question</source>
        <translation>保留题</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Changed answers</source>
        <translation>改变的回答</translation>
    </message>
    <message>
        <source>Changed answers, {0} to {1}</source>
        <translation>改变的回答，从 {0} 到 {1}</translation>
    </message>
    <message>
        <source>base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>likelier</source>
        <translation>更可能</translation>
    </message>
    <message>
        <source>less likely</source>
        <translation>更不可能</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>修正</translation>
    </message>
    <message>
        <source>broke</source>
        <translation>弄错</translation>
    </message>
</context>
<context>
    <name>ChoicesForm</name>
    <message>
        <source>Layers on the GPU</source>
        <translation>GPU 上的层数</translation>
    </message>
    <message>
        <source>No graphics device is in use here, so all layers run on the processor.</source>
        <translation>此处未使用图形设备，因此所有层都在处理器上运行。</translation>
    </message>
    <message>
        <source>Auto leaves a reserve of GPU memory free. Move the knob to choose by hand.</source>
        <translation>自动会为 GPU 显存留出余量。移动滑块即可手动选择。</translation>
    </message>
    <message>
        <source>Auto ({0})</source>
        <translation>自动（{0}）</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} 个词元</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Plain questions</source>
        <translation>普通问答形式</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>按文件的说明</translation>
    </message>
    <message>
        <source>Instead of what the file says of it</source>
        <translation>代替文件中的说明</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation>仅 CPU</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Run on: {0}</source>
        <translation>运行于：{0}</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Layers on GPU</source>
        <translation>GPU 上的层数</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Tokens that question, history and answer share</source>
        <translation>问题、历史和回答共用的词元数</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程</translation>
    </message>
    <message>
        <source>Auto takes one for each physical core</source>
        <translation>自动为每个物理核心使用一个线程</translation>
    </message>
    <message>
        <source>Context kept as</source>
        <translation>上下文精度</translation>
    </message>
    <message>
        <source>q8_0 takes half the memory of f16, q4_0 a quarter; q4_0 costs answers</source>
        <translation>q8_0 占用 f16 一半的内存，q4_0 占四分之一；q4_0 会影响回答质量</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash attention</translation>
    </message>
    <message>
        <source>Takes less working space</source>
        <translation>占用更少的工作空间</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Tokens that are read at once</source>
        <translation>一次读取的词元数</translation>
    </message>
    <message>
        <source>Ask as</source>
        <translation>提问格式</translation>
    </message>
    <message>
        <source>The file does not say how it wants to be asked</source>
        <translation>该文件没有说明提问的格式</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Code: {language}</source>
        <translation>代码：{language}</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Show the trash</source>
        <translation>显示回收站</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Show the data folder</source>
        <translation>显示数据文件夹</translation>
    </message>
    <message>
        <source>Unpin the conversation</source>
        <translation>取消置顶对话</translation>
    </message>
    <message>
        <source>Pin the conversation</source>
        <translation>置顶对话</translation>
    </message>
    <message>
        <source>Take the conversation out of the archive</source>
        <translation>将对话移出归档</translation>
    </message>
    <message>
        <source>Archive the conversation</source>
        <translation>归档对话</translation>
    </message>
    <message>
        <source>Tags of the conversation</source>
        <translation>对话的标签</translation>
    </message>
    <message>
        <source>Move the conversation to the trash</source>
        <translation>将对话移到回收站</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>主题：跟随系统</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>主题：浅色</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>主题：深色</translation>
    </message>
    <message>
        <source>Language: {0}</source>
        <translation>语言：{0}</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Which is better? Their names are shown after you have chosen.</source>
        <translation>哪一个更好？选择之后才显示它们的名称。</translation>
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
        <source>Left is better</source>
        <translation>左边更好</translation>
    </message>
    <message>
        <source>Right is better</source>
        <translation>右边更好</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Go back without choosing</source>
        <translation>不选择，直接返回</translation>
    </message>
    <message>
        <source>Blind comparison of two attempts</source>
        <translation>两次尝试的匿名比较</translation>
    </message>
    <message>
        <source>Nothing is kept of this choice. You can choose again, now that the names are known.</source>
        <translation>这次选择没有保存。名称已经显示，你可以重新选择。</translation>
    </message>
    <message>
        <source>Kept: attempt {better} is better than attempt {worse}. Ctrl+Z takes it back.</source>
        <translation>已保存：第 {better} 次尝试优于第 {worse} 次尝试。Ctrl+Z 可撤回。</translation>
    </message>
    <message>
        <source>Go back to the answer</source>
        <translation>回到回答</translation>
    </message>
    <message>
        <source>Attempt {number}: {answer}</source>
        <translation>第 {number} 次尝试：{answer}</translation>
    </message>
    <message>
        <source>Attempt {number}</source>
        <translation>第 {number} 次尝试</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Write a question first.</source>
        <translation>请先写下问题。</translation>
    </message>
    <message>
        <source>The answer is still being written. Send when it is done, or stop it first.</source>
        <translation>回答仍在生成。请等它完成后再发送，或先停止。</translation>
    </message>
    <message>
        <source>This text has {0} characters; a question holds at most {1}. Shorten it and try again.</source>
        <translation>这段文字有 {0} 个字符，而一个问题最多 {1} 个。请缩短后重试。</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送（Enter）</translation>
    </message>
    <message>
        <source>You can already write the next question</source>
        <translation>现在就可以写下一个问题</translation>
    </message>
    <message>
        <source>Ask a question</source>
        <translation>提一个问题</translation>
    </message>
    <message>
        <source>Ask a question; the model will think for about {0} s</source>
        <translation>提一个问题；模型将思考约 {0} 秒</translation>
    </message>
</context>
<context>
    <name>ConfidenceMarks</name>
    <message>
        <source>written</source>
        <translation>写下的</translation>
    </message>
    <message>
        <source>close second</source>
        <translation>接近的第二选择</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
</context>
<context>
    <name>CorrectionFields</name>
    <message>
        <source>Right answer</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Right thought (optional)</source>
        <translation>正确的思考（可选）</translation>
    </message>
    <message>
        <source>What the answer should have been</source>
        <translation>回答本应是什么</translation>
    </message>
    <message>
        <source>How one gets there; the model learns it with the answer</source>
        <translation>如何得出；模型会连同答案一起学习</translation>
    </message>
    <message>
        <source>Save correction</source>
        <translation>保存更正</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Keep the correction (Ctrl+↵)</source>
        <translation>保存这条更正（Ctrl+↵）</translation>
    </message>
    <message>
        <source>Close the fields; what is typed stays here for later (Esc)</source>
        <translation>关闭输入框；已写的内容会保留（Esc）</translation>
    </message>
</context>
<context>
    <name>DecisionCard</name>
    <message>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Answer again with what was in use before; can be undone</source>
        <translation>重新使用之前的版本作答；可以撤销</translation>
    </message>
    <message>
        <source>Compare side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>Ask the same question of the model with and without this adapter</source>
        <translation>向使用和不使用此适配器的模型提出同一个问题</translation>
    </message>
    <message>
        <source>Round {0}, {1}</source>
        <translation>第 {0} 轮，{1}</translation>
    </message>
    <message>
        <source>Kept {0}: {1} is not proven</source>
        <translation>保留 {0}：{1} 未得到证明</translation>
    </message>
    <message>
        <source>Kept the base model: {0} is not proven</source>
        <translation>保留基础模型：{0} 未得到证明</translation>
    </message>
    <message>
        <source>Adopted {0}: closer to your accepted answers</source>
        <translation>已采用 {0}：更接近你接受的回答</translation>
    </message>
    <message>
        <source>Adopted {0}</source>
        <translation>已采用 {0}</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>修正</translation>
    </message>
    <message>
        <source>broke, of {0}</source>
        <translation>弄错，共 {0} 题</translation>
    </message>
    <message>
        <source>exact sign test, limit {0}</source>
        <translation>精确符号检验，上限 {0}</translation>
    </message>
    <message>
        <source>became likelier</source>
        <translation>变得更可能</translation>
    </message>
    <message>
        <source>did not, of {0}</source>
        <translation>没有，共 {0} 条</translation>
    </message>
    <message>
        <source>signed rank test, limit {0}</source>
        <translation>符号秩检验，上限 {0}</translation>
    </message>
    <message>
        <source>{0} of {1} held-out accepted answers became likelier, p = {2}</source>
        <translation>{1} 条保留的已接受回答中 {0} 条变得更可能，p = {2}</translation>
    </message>
    <message>
        <source>This says nothing about right and wrong. An adapter trained on shuffled answers made {0} of {1} likelier (p = {2}).</source>
        <translation>这并不说明对错。用打乱的回答训练的适配器使 {1} 条中的 {0} 条更可能（p = {2}）。</translation>
    </message>
    <message>
        <source>From {0} to {1} on questions that it never trained on.</source>
        <translation>在从未训练过的题目上从 {0} 到 {1}。</translation>
    </message>
    <message>
        <source>The unchanged model with other random numbers fixed {0} and broke {1} (p = {2}).</source>
        <translation>未改变的模型换用其他随机数，修正 {0} 题，弄错 {1} 题（p = {2}）。</translation>
    </message>
    <message>
        <source>Fixed {0}, broke {1} of {2}, p = {3}</source>
        <translation>修正 {0} 题，弄错 {1} 题，共 {2} 题，p = {3}</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Model ready after {0} s</source>
        <translation>模型已就绪，用时 {0} 秒</translation>
    </message>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
</context>
<context>
    <name>DetailsDesk</name>
    <message>
        <source>This file cannot be loaded; what is wrong stands in the list.</source>
        <translation>此文件无法加载；原因列在列表中。</translation>
    </message>
</context>
<context>
    <name>Discarding</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The answer was discarded; your question stays.</source>
        <translation>回答已丢弃；你的问题保留。</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>“{0}” is no plain text; drop a text file or a model (.gguf).</source>
        <translation>“{0}”不是纯文本；请拖入文本文件或模型（.gguf）。</translation>
    </message>
    <message>
        <source>“{0}” is too large for a question; drop a part of it.</source>
        <translation>“{0}”对一个问题来说太大；请拖入其中一部分。</translation>
    </message>
    <message>
        <source>“{0}” cannot be read; check that you may open it.</source>
        <translation>无法读取“{0}”；请检查你是否有权打开。</translation>
    </message>
    <message>
        <source>“{0}” is a model file.</source>
        <translation>“{0}”是模型文件。</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>加载</translation>
    </message>
</context>
<context>
    <name>EffortBar</name>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Deep</source>
        <translation>深入</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>思考强度</translation>
    </message>
    <message>
        <source>Effort: {0}</source>
        <translation>思考强度：{0}</translation>
    </message>
    <message>
        <source>Usual: {0} tokens</source>
        <translation>默认：{0} 词元</translation>
    </message>
    <message>
        <source>{0} tokens</source>
        <translation>{0} 词元</translation>
    </message>
    <message>
        <source>Own numbers…</source>
        <translation>自定数值…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Budget {0}</source>
        <translation>预算 {0}</translation>
    </message>
    <message>
        <source>Thought budget: {0} tokens</source>
        <translation>思考预算：{0} 词元</translation>
    </message>
    <message>
        <source>The most that the model may think: {0} tokens, {1} s</source>
        <translation>模型最多思考：{0} 词元，{1} 秒</translation>
    </message>
    <message>
        <source>One attempt</source>
        <translation>一次尝试</translation>
    </message>
    <message>
        <source>Up to {0} attempts</source>
        <translation>最多 {0} 次尝试</translation>
    </message>
    <message>
        <source>{0}, about {1} s</source>
        <translation>{0}，约 {1} 秒</translation>
    </message>
    <message>
        <source>The model answers at once</source>
        <translation>模型直接回答</translation>
    </message>
</context>
<context>
    <name>EmptyQueue</name>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show the whole queue</source>
        <translation>显示整个队列</translation>
    </message>
    <message>
        <source>Reading the queue</source>
        <translation>正在读取队列</translation>
    </message>
    <message>
        <source>No answer that waits is like that.</source>
        <translation>没有符合条件的待评回答。</translation>
    </message>
    <message>
        <source>Nothing to review. New answers appear here.</source>
        <translation>没有待审阅的回答。新的回答会出现在这里。</translation>
    </message>
    <message>
        <source>You have reviewed one answer today.</source>
        <translation>你今天已审阅 1 个回答。</translation>
    </message>
    <message>
        <source>You have reviewed {count} answers today.</source>
        <translation>你今天已审阅 {count} 个回答。</translation>
    </message>
</context>
<context>
    <name>Example</name>
    <message>
        <source>Example {0}: {1}</source>
        <translation>示例 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>FailureCard</name>
    <message>
        <source>The whole file would need about {0} of memory, which fits.</source>
        <translation>完整文件约需 {0} 内存，放得下。</translation>
    </message>
    <message>
        <source>The whole file would need about {0} of memory, which is more than is free.</source>
        <translation>完整文件约需 {0} 内存，超过了可用内存。</translation>
    </message>
    <message>
        <source>Ask as {0}</source>
        <translation>按 {0} 格式提问</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Loading {0} %</source>
        <translation>加载中 {0} %</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>{0} tok/s</source>
        <translation>{0} 词元/秒</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
</context>
<context>
    <name>FileDesk</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Exported conversations</source>
        <translation>导出的对话</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>{0} entries are in {1}.</source>
        <translation>{1} 中有 {0} 条。</translation>
    </message>
    <message>
        <source>Added {0} conversations with {1} answers and {2} ratings; {3} were there already.</source>
        <translation>已添加 {0} 段对话、{1} 个回答和 {2} 条评价；{3} 段对话原已存在。</translation>
    </message>
    <message>
        <source>{0} judgements were kept as earlier ones, since you have judged the same here.</source>
        <translation>{0} 条评价、标记或偏好作为较早的保留，因为你已在这里对同样的内容作出判断。</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>正在检查文件…</translation>
    </message>
    <message>
        <source>Adding the conversations…</source>
        <translation>正在添加对话…</translation>
    </message>
    <message>
        <source>Everything is there; the search is being completed…</source>
        <translation>内容已全部导入；正在补全搜索…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
</context>
<context>
    <name>FilesSection</name>
    <message>
        <source>JSON, to import again</source>
        <translation>JSON，可重新导入</translation>
    </message>
    <message>
        <source>Markdown, to read</source>
        <translation>Markdown，供阅读</translation>
    </message>
    <message>
        <source>Training data (JSONL)</source>
        <translation>训练数据（JSONL）</translation>
    </message>
    <message>
        <source>Preference pairs (JSONL)</source>
        <translation>偏好对（JSONL）</translation>
    </message>
    <message>
        <source>With thoughts</source>
        <translation>包含思考</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>JSON holds everything, the trash too. Training data holds what you have rated.</source>
        <translation>JSON 包含全部内容，也包括回收站。训练数据包含你评价过的内容。</translation>
    </message>
    <message>
        <source>Export as</source>
        <translation>导出格式</translation>
    </message>
    <message>
        <source>A JSON file that Rationale has exported. What is here stays; nothing comes in twice.</source>
        <translation>由 Rationale 导出的 JSON 文件。已有的内容保留；不会重复导入。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
</context>
<context>
    <name>FilterCard</name>
    <message>
        <source>At any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Every model</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>With or without tags</source>
        <translation>不限标签</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close the bar</source>
        <translation>关闭此栏</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>{place} of {places}</source>
        <translation>{place} / {places}</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
</context>
<context>
    <name>FoldRow</name>
    <message>
        <source>Fold thoughts</source>
        <translation>收起思考</translation>
    </message>
    <message>
        <source>Tinted tokens: the stronger, the less sure</source>
        <translation>着色的词元：颜色越深越没有把握</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>有把握</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>没把握</translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Copy LaTeX</source>
        <translation>复制 LaTeX</translation>
    </message>
</context>
<context>
    <name>FurtherPages</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习</translation>
    </message>
</context>
<context>
    <name>Gauge</name>
    <message>
        <source>Context: {0} of {1} tokens used</source>
        <translation>上下文：已用 {0} / {1} 词元</translation>
    </message>
    <message>
        <source>Nearly full: the oldest turns will leave the prompt next; the history keeps them.</source>
        <translation>快满了：接下来最早的轮次将移出提示；历史记录中仍会保留。</translation>
    </message>
    <message>
        <source>When it is full, the oldest turns leave the prompt; the history keeps them.</source>
        <translation>满了之后，最早的几轮会移出提示；历史记录会保留它们。</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Show the sidebar</source>
        <translation>显示侧边栏</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Pin this conversation</source>
        <translation>置顶此对话</translation>
    </message>
    <message>
        <source>Export this conversation</source>
        <translation>导出这个对话</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Unpin this conversation</source>
        <translation>取消置顶此对话</translation>
    </message>
    <message>
        <source>Rename: double click or {0}</source>
        <translation>重命名：双击或 {0}</translation>
    </message>
</context>
<context>
    <name>HeldText</name>
    <message>
        <source>Remove the pasted text</source>
        <translation>移除粘贴的文字</translation>
    </message>
    <message>
        <source>Pasted text, {0} characters</source>
        <translation>粘贴的文字，{0} 个字符</translation>
    </message>
</context>
<context>
    <name>HistoryDelegate</name>
    <message>
        <source>Title of the conversation</source>
        <translation>对话的标题</translation>
    </message>
</context>
<context>
    <name>HitPager</name>
    <message>
        <source>Previous place</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>第 {0} 处，共 {1} 处</translation>
    </message>
</context>
<context>
    <name>HitView</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing found for “{0}” in {1}.</source>
        <translation>在{1}中没有找到“{0}”。</translation>
    </message>
    <message>
        <source>One place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>The newest {0} places</source>
        <translation>最新的 {0} 处</translation>
    </message>
    <message>
        <source>{0} places, newest first</source>
        <translation>{0} 处，最新在前</translation>
    </message>
    <message>
        <source>questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>thoughts</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Search questions, too</source>
        <translation>也搜索问题</translation>
    </message>
    <message>
        <source>Search thoughts, too</source>
        <translation>也搜索思考</translation>
    </message>
    <message>
        <source>Search answers, too</source>
        <translation>也搜索回答</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Correction</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Right thought (optional)</source>
        <translation>正确的思考（可选）</translation>
    </message>
    <message>
        <source>What the answer should have been</source>
        <translation>回答本应是什么</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>保存并继续</translation>
    </message>
    <message>
        <source>Save what is said, and open the next answer</source>
        <translation>保存评价并打开下一个回答</translation>
    </message>
    <message>
        <source>What saving does</source>
        <translation>保存的效果</translation>
    </message>
    <message>
        <source>Step {number}, as it should read</source>
        <translation>第 {number} 步应为</translation>
    </message>
    <message>
        <source>How one gets there; the model learns it with the answer</source>
        <translation>如何得出；模型会连同答案一起学习</translation>
    </message>
    <message>
        <source>Continue from step {number}</source>
        <translation>从第 {number} 步继续</translation>
    </message>
    <message>
        <source>Continue from a step</source>
        <translation>从某一步继续</translation>
    </message>
    <message>
        <source>Let the model think on from here, as another branch</source>
        <translation>让模型从这里继续思考，成为另一个分支</translation>
    </message>
    <message>
        <source>Mark the first wrong step with F, then the model can think on from it</source>
        <translation>用 F 标出第一个错误的步骤，模型就能从那里继续思考</translation>
    </message>
    <message>
        <source>This is what the answer says already</source>
        <translation>回答已经是这个结果</translation>
    </message>
    <message>
        <source>{found} of the {count} attempts found this</source>
        <translation>{count} 次尝试中有 {found} 次得到这个结果</translation>
    </message>
    <message>
        <source>No attempt found this</source>
        <translation>没有尝试得到这个结果</translation>
    </message>
    <message>
        <source>The equations hold</source>
        <translation>等式成立</translation>
    </message>
    <message>
        <source>{claim} does not hold; arithmetic says {value}</source>
        <translation>{claim} 不成立；算术结果是 {value}</translation>
    </message>
    <message>
        <source>{claim} does not hold</source>
        <translation>{claim} 不成立</translation>
    </message>
    <message>
        <source>Nothing to check in this</source>
        <translation>其中没有可检查的内容</translation>
    </message>
    <message>
        <source>A accepts, R rejects, C corrects; S goes on without a rating.</source>
        <translation>A 接受，R 拒绝，C 更正；S 不评价而继续。</translation>
    </message>
</context>
<context>
    <name>KeyHints</name>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>first wrong</source>
        <translation>首个错误</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>全部按键</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史记录</translation>
    </message>
    <message>
        <source>Commands and conversations</source>
        <translation>命令和对话</translation>
    </message>
    <message>
        <source>Go to the questions</source>
        <translation>转到提问</translation>
    </message>
    <message>
        <source>Go to learning</source>
        <translation>转到学习</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧边栏</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Fold or unfold the newest thought</source>
        <translation>收起或展开最新的思考</translation>
    </message>
    <message>
        <source>Show the keys of this page</source>
        <translation>显示此页的快捷键</translation>
    </message>
    <message>
        <source>Close, stop or leave, whichever applies first</source>
        <translation>关闭、停止或离开，取首先适用者</translation>
    </message>
    <message>
        <source>Send the question</source>
        <translation>发送问题</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Next effort</source>
        <translation>下一个思考强度</translation>
    </message>
    <message>
        <source>Edit the last question, when nothing is written</source>
        <translation>输入框为空时编辑上一个问题</translation>
    </message>
    <message>
        <source>Answer now</source>
        <translation>立即回答</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Fold or unfold a thought</source>
        <translation>收起或展开一段思考</translation>
    </message>
    <message>
        <source>Fold or unfold all thoughts</source>
        <translation>收起或展开所有思考</translation>
    </message>
    <message>
        <source>Previous branch</source>
        <translation>上一个分支</translation>
    </message>
    <message>
        <source>Next branch</source>
        <translation>下一个分支</translation>
    </message>
    <message>
        <source>Next step of a thought, or next doubtful token</source>
        <translation>思考的下一步，或下一个没有把握的词元</translation>
    </message>
    <message>
        <source>Previous step of a thought, or previous doubtful token</source>
        <translation>思考的上一步，或上一个没有把握的词元</translation>
    </message>
    <message>
        <source>Show the first attempt</source>
        <translation>显示第一次尝试</translation>
    </message>
    <message>
        <source>Show the second attempt</source>
        <translation>显示第二次尝试</translation>
    </message>
    <message>
        <source>Show the third attempt</source>
        <translation>显示第三次尝试</translation>
    </message>
    <message>
        <source>Show the fourth attempt</source>
        <translation>显示第四次尝试</translation>
    </message>
    <message>
        <source>Show the fifth attempt</source>
        <translation>显示第五次尝试</translation>
    </message>
    <message>
        <source>Accept the answer</source>
        <translation>接受回答</translation>
    </message>
    <message>
        <source>Reject the answer</source>
        <translation>拒绝回答</translation>
    </message>
    <message>
        <source>Correct the answer</source>
        <translation>更正回答</translation>
    </message>
    <message>
        <source>Undo the last rating or mark</source>
        <translation>撤销上一次评价或标记</translation>
    </message>
    <message>
        <source>Mark the step as good</source>
        <translation>把这一步标为正确</translation>
    </message>
    <message>
        <source>Go to review</source>
        <translation>前往审阅</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步骤</translation>
    </message>
    <message>
        <source>Previous step</source>
        <translation>上一步骤</translation>
    </message>
    <message>
        <source>Mark the step as bad</source>
        <translation>把这一步标为错误</translation>
    </message>
    <message>
        <source>Mark the step as the first wrong one</source>
        <translation>把这一步标为第一个错误</translation>
    </message>
    <message>
        <source>Write a note on the selected text, or the step</source>
        <translation>为所选文字或这一步写备注</translation>
    </message>
    <message>
        <source>Choose the first reason</source>
        <translation>选择第一个理由</translation>
    </message>
    <message>
        <source>Choose the second reason</source>
        <translation>选择第二个理由</translation>
    </message>
    <message>
        <source>Choose the third reason</source>
        <translation>选择第三个理由</translation>
    </message>
    <message>
        <source>Choose the fourth reason</source>
        <translation>选择第四个理由</translation>
    </message>
    <message>
        <source>Choose the fifth reason</source>
        <translation>选择第五个理由</translation>
    </message>
    <message>
        <source>Save, and open the next answer</source>
        <translation>保存并打开下一个回答</translation>
    </message>
    <message>
        <source>Let the model think on from the corrected step</source>
        <translation>让模型从更正的步骤继续思考</translation>
    </message>
    <message>
        <source>Leave this answer for later</source>
        <translation>以后再看这个回答</translation>
    </message>
    <message>
        <source>Next answer of the queue</source>
        <translation>队列中的下一个回答</translation>
    </message>
    <message>
        <source>Previous answer of the queue</source>
        <translation>队列中的上一个回答</translation>
    </message>
    <message>
        <source>Use the other attempt</source>
        <translation>采用另一次尝试</translation>
    </message>
    <message>
        <source>Compare two attempts without names</source>
        <translation>匿名比较两次尝试</translation>
    </message>
    <message>
        <source>The left one is better</source>
        <translation>左边的更好</translation>
    </message>
    <message>
        <source>The right one is better</source>
        <translation>右边的更好</translation>
    </message>
    <message>
        <source>Next part of the queue: failed checks, split votes, unsure, all</source>
        <translation>队列的下一部分：检查未通过、意见不一、不确定、全部</translation>
    </message>
    <message>
        <source>Narrow the queue</source>
        <translation>筛选队列</translation>
    </message>
    <message>
        <source>Open the answer in its conversation</source>
        <translation>在对话中打开这个回答</translation>
    </message>
    <message>
        <source>Go to the models</source>
        <translation>前往模型</translation>
    </message>
    <message>
        <source>Load the model, or do what the row&apos;s button says</source>
        <translation>加载模型，或执行该行按钮的操作</translation>
    </message>
    <message>
        <source>Set how the model is loaded</source>
        <translation>设置模型的加载方式</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>取消下载</translation>
    </message>
    <message>
        <source>Search Hugging Face</source>
        <translation>搜索 Hugging Face</translation>
    </message>
    <message>
        <source>Look for models again</source>
        <translation>重新查找模型</translation>
    </message>
    <message>
        <source>Export this conversation</source>
        <translation>导出这个对话</translation>
    </message>
    <message>
        <source>Export all conversations</source>
        <translation>导出所有对话</translation>
    </message>
    <message>
        <source>Compare the model with and without its adapter</source>
        <translation>比较使用和不使用适配器的模型</translation>
    </message>
    <message>
        <source>Change the thought and think on from there</source>
        <translation>修改思考并从那里继续</translation>
    </message>
    <message>
        <source>Mark what the model was not sure of</source>
        <translation>标出模型没有把握的部分</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>在此对话中查找</translation>
    </message>
    <message>
        <source>Rename this conversation</source>
        <translation>重命名此对话</translation>
    </message>
    <message>
        <source>Go to the next place found</source>
        <translation>转到下一处</translation>
    </message>
    <message>
        <source>Go to the place found before</source>
        <translation>转到上一处</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Go to the beginning</source>
        <translation>转到开头</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>转到末尾</translation>
    </message>
    <message>
        <source>Pause or resume learning</source>
        <translation>暂停或继续学习</translation>
    </message>
    <message>
        <source>Take the first example</source>
        <translation>使用第一个示例</translation>
    </message>
    <message>
        <source>Take the second example</source>
        <translation>使用第二个示例</translation>
    </message>
    <message>
        <source>Take the third example</source>
        <translation>使用第三个示例</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>任意位置</translation>
    </message>
    <message>
        <source>Writing a question</source>
        <translation>书写问题时</translation>
    </message>
    <message>
        <source>While an answer is written</source>
        <translation>生成回答时</translation>
    </message>
    <message>
        <source>Reading a conversation</source>
        <translation>阅读对话时</translation>
    </message>
    <message>
        <source>Before the first question</source>
        <translation>第一个问题之前</translation>
    </message>
    <message>
        <source>On the page of learning</source>
        <translation>在学习页面</translation>
    </message>
    <message>
        <source>On the review page</source>
        <translation>在审阅页面</translation>
    </message>
    <message>
        <source>On the page of models</source>
        <translation>在模型页面上</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keys of this page</source>
        <translation>此页的快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Labelling</name>
    <message>
        <source>Take out of the archive</source>
        <translation>移出归档</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>“{0}” is in the archive; searching for is:archived finds it.</source>
        <translation>“{0}”已归档；搜索 is:archived 可以找到它。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>With commas between them; “tag:name” in the search finds them</source>
        <translation>用逗号分隔；在搜索中输入“tag:名称”可以找到</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>“{0}” is written to {1}.</source>
        <translation>“{0}”已写入 {1}。</translation>
    </message>
    <message>
        <source>No two answers in “{0}” are known to be better and worse, so {1} is empty.</source>
        <translation>“{0}”中没有已知优劣的两个回答，因此 {1} 是空的。</translation>
    </message>
    <message>
        <source>Nothing in “{0}” is rated so that it can be learned from, so {1} is empty.</source>
        <translation>“{0}”中没有可供学习的评价，因此 {1} 是空的。</translation>
    </message>
    <message>
        <source>Markdown, to read</source>
        <translation>Markdown，供阅读</translation>
    </message>
    <message>
        <source>Markdown, without thoughts</source>
        <translation>Markdown，不含思考</translation>
    </message>
    <message>
        <source>JSON, to import again</source>
        <translation>JSON，可重新导入</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Training data, without thoughts</source>
        <translation>训练数据，不含思考</translation>
    </message>
    <message>
        <source>Preference pairs</source>
        <translation>偏好对</translation>
    </message>
    <message>
        <source>Preference pairs, without thoughts</source>
        <translation>偏好对，不含思考</translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>Harvest</source>
        <translation>收集</translation>
    </message>
    <message>
        <source>Rationalize</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>{0} days ago</source>
        <translation>{0} 天前</translation>
    </message>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>已采用</translation>
    </message>
    <message>
        <source>not adopted</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>LearningDesk</name>
    <message>
        <source>Import an adapter</source>
        <translation>导入适配器</translation>
    </message>
    <message>
        <source>Adapters (*.gguf)</source>
        <translation>适配器 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save all rounds</source>
        <translation>保存所有轮次</translation>
    </message>
    <message>
        <source>Written to {0}</source>
        <translation>已写入 {0}</translation>
    </message>
</context>
<context>
    <name>LearningFields</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Ratings until it starts by itself</source>
        <translation>自动开始所需的评价数</translation>
    </message>
    <message>
        <source>0: only when you start it.</source>
        <translation>0：仅在您启动时。</translation>
    </message>
    <message>
        <source>When nobody is there</source>
        <translation>无人使用时</translation>
    </message>
    <message>
        <source>After ten minutes without a question or a key, if there are new ratings.</source>
        <translation>十分钟没有提问或按键，且有新评价时。</translation>
    </message>
    <message>
        <source>On battery</source>
        <translation>使用电池时</translation>
    </message>
    <message>
        <source>Otherwise it waits until you start it or there is power.</source>
        <translation>否则等到您启动它或接通电源。</translation>
    </message>
</context>
<context>
    <name>LearningMeter</name>
    <message>
        <source>Learning: {0} of {1} rated</source>
        <translation>学习：已评 {0}/{1}</translation>
    </message>
    <message>
        <source>Ratings until the model learns from them by itself</source>
        <translation>距离模型自动学习还需的评价</translation>
    </message>
</context>
<context>
    <name>LearningPage</name>
    <message>
        <source>Save all rounds as a page</source>
        <translation>将所有轮次保存为网页</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Fixed / broke</source>
        <translation>修正 / 弄错</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Rounds so far</source>
        <translation>至今各轮</translation>
    </message>
    <message>
        <source>{0} learns from your ratings, on this computer</source>
        <translation>{0} 在本机上从你的评价中学习</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>likelier {0} of {1}</source>
        <translation>更可能 {0}/{1}</translation>
    </message>
    <message>
        <source>null control</source>
        <translation>空白对照</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>passed as well</source>
        <translation>也通过了</translation>
    </message>
    <message>
        <source>before learning</source>
        <translation>学习之前</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基础模型</translation>
    </message>
    <message>
        <source>Null control</source>
        <translation>空白对照</translation>
    </message>
    <message>
        <source>unchanged model</source>
        <translation>未改变的模型</translation>
    </message>
    <message>
        <source>● adopted   ○ not adopted   — in use   dotted: null control</source>
        <translation>● 已采用   ○ 未采用   — 使用中   点线：空白对照</translation>
    </message>
    <message>
        <source>Start by itself at {0} ratings</source>
        <translation>满 {0} 条评价时自动开始</translation>
    </message>
    <message>
        <source>Accuracy on held-out questions, with 95 % intervals</source>
        <translation>保留题的正确率，含 95 % 区间</translation>
    </message>
    <message>
        <source>Accept answers that are right, or let the model practise. Each round ends with an exam on questions that it never trained on; only what is proven to be better is used.</source>
        <translation>接受正确的回答，或让模型练习。每一轮都以从未训练过的题目考试结束；只有证实更好的才会采用。</translation>
    </message>
    <message>
        <source>Adopts only when more is fixed than broken and p is under the limit. Otherwise what was in use stays.</source>
        <translation>只有修正多于弄错且 p 低于上限时才会采用；否则保留原来的版本。</translation>
    </message>
</context>
<context>
    <name>ModelChip</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Model: {0}. {1}</source>
        <translation>模型：{0}。{1}</translation>
    </message>
    <message>
        <source>Loading the next one, {0} %</source>
        <translation>正在加载下一个模型，{0} %</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Loading, {0} %</source>
        <translation>加载中，{0} %</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>{0} {1} threads</source>
        <translation>{0} {1} 线程</translation>
    </message>
    <message>
        <source>{0} 1 thread</source>
        <translation>{0} 1 线程</translation>
    </message>
    <message>
        <source>{0}, {1} layers on the GPU</source>
        <translation>{0}，{1} 层在 GPU 上</translation>
    </message>
    <message>
        <source>adapter {0}</source>
        <translation>适配器 {0}</translation>
    </message>
    <message>
        <source>no adapter yet</source>
        <translation>尚无适配器</translation>
    </message>
</context>
<context>
    <name>ModelDesk</name>
    <message>
        <source>No model is loaded. Choose a model file.</source>
        <translation>未加载模型。请选择一个模型文件。</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择其他模型</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Choose how to ask</source>
        <translation>选择提问方式</translation>
    </message>
    <message>
        <source>{0} keeps answering.</source>
        <translation>{0} 继续回答。</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>显示模型</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ModelInspector</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Load this model</source>
        <translation>加载此模型</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 层</translation>
    </message>
    <message>
        <source>Choose a model to see what it needs here.</source>
        <translation>选择一个模型，查看它在这里需要什么。</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Load it anew with these</source>
        <translation>按这些设置重新加载</translation>
    </message>
    <message>
        <source>Memory estimate</source>
        <translation>内存估计</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>working space</source>
        <translation>工作空间</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>{0}, too large by {1}</source>
        <translation>{0}，超出 {1}</translation>
    </message>
    <message>
        <source>{0}, fits up to {1}</source>
        <translation>{0}，最多 {1} 上下文</translation>
    </message>
    <message>
        <source>{0}, fits, {1} layers on GPU</source>
        <translation>{0}，{1} 层在 GPU 上</translation>
    </message>
    <message>
        <source>{0}, fits</source>
        <translation>{0}，放得下</translation>
    </message>
    <message>
        <source>ships with Rationale</source>
        <translation>随 Rationale 提供</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>已下载</translation>
    </message>
    <message>
        <source>added by you</source>
        <translation>由您添加</translation>
    </message>
    <message>
        <source>your folder</source>
        <translation>您的文件夹</translation>
    </message>
    <message>
        <source>{0} billion weights</source>
        <translation>{0}×10⁹ 个权重</translation>
    </message>
    <message>
        <source>{0} million weights</source>
        <translation>{0}×10⁶ 个权重</translation>
    </message>
    <message>
        <source>{0} weights</source>
        <translation>{0} 个权重</translation>
    </message>
    <message>
        <source>Thinks by itself, between its own marks ({0})</source>
        <translation>自带思考，写在自己的标记之间（{0}）</translation>
    </message>
    <message>
        <source>Does not think by itself: Rationale lets it think first</source>
        <translation>自身不会思考：Rationale 会让它先思考</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 核</translation>
    </message>
    <message>
        <source>{0} cores</source>
        <translation>{0} 核</translation>
    </message>
    <message>
        <source>{0} of {1} GB free</source>
        <translation>可用 {0} / {1} GB</translation>
    </message>
    <message>
        <source>{0} of {1} GB</source>
        <translation>{0} / {1} GB</translation>
    </message>
    <message>
        <source>weights {0}, context {1}, working space {2}</source>
        <translation>权重 {0}，上下文 {1}，工作空间 {2}</translation>
    </message>
    <message>
        <source>This file is damaged</source>
        <translation>此文件已损坏</translation>
    </message>
    <message>
        <source>This file is cut short</source>
        <translation>此文件不完整</translation>
    </message>
    <message>
        <source>This kind of model is not known here</source>
        <translation>此处不认识这类模型</translation>
    </message>
    <message>
        <source>This file is newer than Rationale</source>
        <translation>此文件比 Rationale 更新</translation>
    </message>
    <message>
        <source>This file has a form that cannot be read</source>
        <translation>此文件的格式无法读取</translation>
    </message>
    <message>
        <source>A part of this model is missing</source>
        <translation>此模型缺少一部分</translation>
    </message>
    <message>
        <source>You may not read this file</source>
        <translation>您无权读取此文件</translation>
    </message>
    <message>
        <source>This file is not there</source>
        <translation>此文件不存在</translation>
    </message>
    <message>
        <source>This file cannot be read</source>
        <translation>此文件无法读取</translation>
    </message>
    <message>
        <source>This is no model that answers</source>
        <translation>这不是能回答问题的模型</translation>
    </message>
    <message>
        <source>There was not enough memory for this model</source>
        <translation>内存不足以加载此模型</translation>
    </message>
    <message>
        <source>Questions cannot be put to this model</source>
        <translation>无法向此模型提问</translation>
    </message>
    <message>
        <source>This model could not be loaded</source>
        <translation>无法加载此模型</translation>
    </message>
    <message>
        <source>{0} s left</source>
        <translation>剩 {0} 秒</translation>
    </message>
    <message>
        <source>{0} min left</source>
        <translation>剩 {0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min left</source>
        <translation>剩 {0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>paused at {0}</source>
        <translation>已暂停，{0}</translation>
    </message>
    <message>
        <source>checking what arrived, {0} %</source>
        <translation>正在校验，{0} %</translation>
    </message>
    <message>
        <source>{0} · waiting for the Hub</source>
        <translation>{0} · 等待 Hub</translation>
    </message>
    <message>
        <source>Delete the file…</source>
        <translation>删除文件…</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>No model answers now.</source>
        <translation>目前没有模型在回答。</translation>
    </message>
    <message>
        <source>There is no room for both at once: {0} stops answering while this one is loaded, and is loaded again if it fails.</source>
        <translation>内存放不下两个模型：加载此模型期间 {0} 停止回答；若加载失败，会重新加载它。</translation>
    </message>
    <message>
        <source>{0} keeps answering until this one is ready. If it fails, nothing changes.</source>
        <translation>在此模型就绪之前，{0} 继续回答。若加载失败，一切不变。</translation>
    </message>
    <message>
        <source>Adapter {0} belongs to {1} and stays with it. Another model has adapters of its own, or learns anew.</source>
        <translation>适配器 {0} 属于 {1}，会留在它那里。其他模型有自己的适配器，或从头学习。</translation>
    </message>
    <message>
        <source>thinks about {0} s, measured</source>
        <translation>思考约 {0} 秒（实测）</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在此电脑上找到</translation>
    </message>
    <message>
        <source>looking, {0} files so far</source>
        <translation>正在查找，已看 {0} 个文件</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} 个文件</translation>
    </message>
    <message>
        <source>in 1 folder</source>
        <translation>（1 个文件夹）</translation>
    </message>
    <message>
        <source>in {0} folders</source>
        <translation>（{0} 个文件夹）</translation>
    </message>
    <message>
        <source>Nothing yet. Models of Hugging Face, LM Studio, Ollama and Jan are found by themselves.</source>
        <translation>还没有。Hugging Face、LM Studio、Ollama 和 Jan 的模型会自动找到。</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <source>The folder {0} is not listed whole: it holds too much, or did not answer in time</source>
        <translation>文件夹 {0} 未能完整列出：其中内容过多，或未及时响应</translation>
    </message>
    <message>
        <source>Put the models that you use into a folder of their own, and add that one.</source>
        <translation>请把你使用的模型放进单独的文件夹，再添加该文件夹。</translation>
    </message>
    <message>
        <source>Memory at {0}</source>
        <translation>{0} 时的内存</translation>
    </message>
    <message>
        <source>{0}, of {1}</source>
        <translation>{0}，共 {1}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Quant</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>loading, {0} %</source>
        <translation>正在加载，{0} %</translation>
    </message>
    <message>
        <source>ready when the answer has ended</source>
        <translation>回答结束后就绪</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Get the rest</source>
        <translation>下载其余部分</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Search Hugging Face for it</source>
        <translation>在 Hugging Face 上搜索</translation>
    </message>
    <message>
        <source>Search for another file</source>
        <translation>搜索其他文件</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>See smaller</source>
        <translation>找更小的</translation>
    </message>
    <message>
        <source>Load with {0} tokens</source>
        <translation>以 {0} 个词元加载</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>could not be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>weighing…</source>
        <translation>正在估算…</translation>
    </message>
    <message>
        <source>Bundled model</source>
        <translation>内置模型</translation>
    </message>
    <message>
        <source>adapter {0}, never examined, imported from {1}</source>
        <translation>适配器 {0}，从未检验，从 {1} 导入</translation>
    </message>
    <message>
        <source>adapter {0}, trained here</source>
        <translation>适配器 {0}，在此训练</translation>
    </message>
    <message>
        <source>no adapter yet</source>
        <translation>尚无适配器</translation>
    </message>
    <message>
        <source>Written without a network: repositories and licences are as their publishers state them, from memory; none was downloaded, loaded or measured here. Sizes, checksums and files come from the Hub when you ask for them.</source>
        <translation>此列表是在没有网络的情况下凭记忆写成的：仓库和许可证以其发布者的说明为准；没有一个在此下载、加载或测量过。大小、校验和与文件在你请求时由 Hub 提供。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Search Hugging Face</source>
        <translation>搜索 Hugging Face</translation>
    </message>
    <message>
        <source>Asking the Hub…</source>
        <translation>正在询问 Hub…</translation>
    </message>
    <message>
        <source>{0} · {1} as its publisher states, not checked here</source>
        <translation>{0} · {1}（发布者的说明，未在此核实）</translation>
    </message>
    <message>
        <source>for {0} GB of memory</source>
        <translation>适合 {0} GB 内存</translation>
    </message>
    <message>
        <source>Nothing with GGUF files is called “{0}”.</source>
        <translation>没有名为“{0}”且含 GGUF 文件的仓库。</translation>
    </message>
    <message>
        <source>no licence stated</source>
        <translation>未注明许可证</translation>
    </message>
    <message>
        <source>terms to accept</source>
        <translation>需接受条款</translation>
    </message>
    <message>
        <source>{0} downloads</source>
        <translation>{0} 次下载</translation>
    </message>
    <message>
        <source>See files</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>Hide files</source>
        <translation>收起文件</translation>
    </message>
    <message>
        <source>Enter a token</source>
        <translation>输入令牌</translation>
    </message>
    <message>
        <source>Open its page to accept the terms</source>
        <translation>打开其页面以接受条款</translation>
    </message>
    <message>
        <source>Recommended. {0}</source>
        <translation>推荐。{0}</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>约 {0}</translation>
    </message>
    <message>
        <source>about {0}, too large by {1}</source>
        <translation>约 {0}，超出 {1}</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>{0} tokens/s · {2} at once: {1} · reads {3}</source>
        <translation>{0} token/秒 · 同时 {2} 路：{1} · 读取 {3}</translation>
    </message>
    <message>
        <source>Reads {0} times as fast, writes {1} times, {2} at once {3} times; strays {4} nats.</source>
        <translation>读取速度为 {0} 倍，生成 {1} 倍，同时 {2} 路 {3} 倍；偏差 {4} 纳特。</translation>
    </message>
    <message>
        <source>Copying as {0}…</source>
        <translation>正在转换为 {0}…</translation>
    </message>
    <message>
        <source>Comparing {0} with the original…</source>
        <translation>正在将 {0} 与原模型比较…</translation>
    </message>
    <message>
        <source>Measuring the speed…</source>
        <translation>正在测量速度…</translation>
    </message>
    <message>
        <source>It failed; the crash report says why.</source>
        <translation>操作失败；崩溃报告中说明了原因。</translation>
    </message>
    <message>
        <source>Show file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Hide from list</source>
        <translation>从列表中隐藏</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Look for models again</source>
        <translation>重新查找模型</translation>
    </message>
    <message>
        <source>Folders and hidden files</source>
        <translation>文件夹与隐藏的文件</translation>
    </message>
    <message>
        <source>Hugging Face token…</source>
        <translation>Hugging Face 令牌…</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在此电脑上找到</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>ships with Rationale</source>
        <translation>随 Rationale 提供</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>uses the network only when you press a button</source>
        <translation>只有按下按钮时才使用网络</translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message>
        <source>Today, {0}</source>
        <translation>今天 {0}</translation>
    </message>
    <message>
        <source>Yesterday, {0}</source>
        <translation>昨天 {0}</translation>
    </message>
</context>
<context>
    <name>NewestButton</name>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Go to the newest text</source>
        <translation>跳到最新内容</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>关闭此提示</translation>
    </message>
</context>
<context>
    <name>Organiser</name>
    <message>
        <source>The history is not open, so nothing is listed here.</source>
        <translation>历史记录未打开，所以这里没有内容。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>“{0}”已移到回收站。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>{0} learned from what was deleted and keeps it; roll it back on the Learning page.</source>
        <translation>{0} 已从被删除的内容中学习，并会保留所学；可在“学习”页面将其撤回。</translation>
    </message>
    <message>
        <source>A new backup was made, and the older ones were deleted.</source>
        <translation>已做新备份，较早的备份已删除。</translation>
    </message>
</context>
<context>
    <name>OtherAttempt</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Set the two side by side without saying which is which</source>
        <translation>将两者并排，不说明哪个是哪个</translation>
    </message>
    <message>
        <source>Attempt {number} gets {answer}</source>
        <translation>第 {number} 次尝试得到 {answer}</translation>
    </message>
    <message>
        <source>Attempt {number}</source>
        <translation>第 {number} 次尝试</translation>
    </message>
    <message>
        <source>the same up to step {number}</source>
        <translation>到第 {number} 步为止相同</translation>
    </message>
    <message>
        <source>Use attempt {number} instead</source>
        <translation>改用第 {number} 次尝试</translation>
    </message>
    <message>
        <source>Let the answer of this attempt count, and rate that</source>
        <translation>以这次尝试的回答为准，并对它评价</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>{count} tokens are kept.</source>
        <translation>已保留 {count} 词元。</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>你已停止</translation>
    </message>
    <message>
        <source>Your question is kept.</source>
        <translation>你的问题已保留。</translation>
    </message>
    <message>
        <source>Your question and these {count} tokens are kept.</source>
        <translation>你的问题和这 {count} 词元已保留。</translation>
    </message>
    <message>
        <source>The model stopped responding.</source>
        <translation>模型停止了响应。</translation>
    </message>
    <message>
        <source>The answer was not finished</source>
        <translation>回答没有完成</translation>
    </message>
    <message>
        <source>The program ended while this was being written. {count} tokens are kept.</source>
        <translation>程序在生成时退出了。已保留 {count} 词元。</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>The answer went round in circles and was ended</source>
        <translation>回答陷入循环，已被结束</translation>
    </message>
    <message>
        <source>What it had written is kept; asking again may go better.</source>
        <translation>已写内容会保留；重新提问可能会更好。</translation>
    </message>
    <message>
        <source>The oldest turn left the prompt: the context is full. It stays in the history.</source>
        <translation>上下文已满：最早的一轮已移出提示，但仍保留在历史记录中。</translation>
    </message>
    <message>
        <source>The {count} oldest turns left the prompt: the context is full. They stay in the history.</source>
        <translation>上下文已满：最早的 {count} 轮已移出提示，但仍保留在历史记录中。</translation>
    </message>
    <message>
        <source>The answer reached its limit of tokens</source>
        <translation>回答达到了词元上限</translation>
    </message>
    <message>
        <source>A higher limit can be chosen in the settings.</source>
        <translation>可在设置中选择更高的上限。</translation>
    </message>
    <message>
        <source>The context is full</source>
        <translation>上下文已满</translation>
    </message>
    <message>
        <source>A new question has room again, or a larger context can be chosen.</source>
        <translation>新的问题会重新有空间，也可以选择更大的上下文。</translation>
    </message>
</context>
<context>
    <name>OutcomeView</name>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Answer from this</source>
        <translation>据此回答</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Take this answer out of the conversation; it can be undone</source>
        <translation>从对话中移除此回答；可以撤销</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>OwnBudget</name>
    <message>
        <source>Most tokens of thought</source>
        <translation>思考词元上限</translation>
    </message>
    <message>
        <source>Most seconds of thinking</source>
        <translation>思考秒数上限</translation>
    </message>
    <message>
        <source>Attempts; all of them run</source>
        <translation>尝试次数；全部都会运行</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用这些</translation>
    </message>
</context>
<context>
    <name>PairButton</name>
    <message>
        <source>Kept for export as a preference pair</source>
        <translation>作为偏好对留作导出</translation>
    </message>
    <message>
        <source>Left out by you: not exported as a preference pair</source>
        <translation>已由你排除：不作为偏好对导出</translation>
    </message>
    <message>
        <source>Press to leave it out</source>
        <translation>按下可排除</translation>
    </message>
    <message>
        <source>Press to take it in again</source>
        <translation>按下可重新纳入</translation>
    </message>
    <message>
        <source>Rationale itself does not train on pairs; an export writes them for other programs.</source>
        <translation>Rationale 本身不用偏好对训练；导出时会写出它们，供其他程序使用。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands and conversations</source>
        <translation>命令和对话</translation>
    </message>
    <message>
        <source>Type a command or the title of a conversation</source>
        <translation>输入命令或对话标题</translation>
    </message>
    <message>
        <source>Nothing fits. Esc closes.</source>
        <translation>没有符合的内容。按 Esc 关闭。</translation>
    </message>
</context>
<context>
    <name>PanelButtons</name>
    <message>
        <source>Answer now</source>
        <translation>立即回答</translation>
    </message>
    <message>
        <source>Think and answer again</source>
        <translation>思考后重新回答</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy thought</source>
        <translation>复制思考</translation>
    </message>
    <message>
        <source>Change the thought and think on from there</source>
        <translation>修改思考并从那里继续</translation>
    </message>
    <message>
        <source>Mark what the model was not sure of</source>
        <translation>标出模型没有把握的部分</translation>
    </message>
</context>
<context>
    <name>PanelHeader</name>
    <message>
        <source>Fold thoughts</source>
        <translation>收起思考</translation>
    </message>
    <message>
        <source>Unfold thoughts</source>
        <translation>展开思考</translation>
    </message>
</context>
<context>
    <name>PanelJudging</name>
    <message>
        <source>Preferred to attempt {number}</source>
        <translation>优于第 {number} 次尝试</translation>
    </message>
    <message>
        <source>Prefer this one to attempt {number}</source>
        <translation>认为它优于第 {number} 次尝试</translation>
    </message>
    <message>
        <source>Press to take it back</source>
        <translation>按下可撤回</translation>
    </message>
    <message>
        <source>This attempt is better than the chosen one; kept for export as a preference pair</source>
        <translation>这次尝试比选中的更好；作为偏好对留作导出</translation>
    </message>
</context>
<context>
    <name>PlaceButton</name>
    <message>
        <source>Press to take it in again</source>
        <translation>按下可重新纳入</translation>
    </message>
    <message>
        <source>Press to leave it out</source>
        <translation>按下可排除</translation>
    </message>
    <message>
        <source>In training set:</source>
        <translation>训练集：</translation>
    </message>
</context>
<context>
    <name>PlacesDesk</name>
    <message>
        <source>Add a folder with models</source>
        <translation>添加包含模型的文件夹</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Do not look in {0} any more</source>
        <translation>不再查找 {0}</translation>
    </message>
    <message>
        <source>Show the hidden file again</source>
        <translation>重新显示隐藏的文件</translation>
    </message>
    <message>
        <source>Show {0} hidden files again</source>
        <translation>重新显示 {0} 个隐藏的文件</translation>
    </message>
</context>
<context>
    <name>PlainView</name>
    <message>
        <source>This part is too long to be laid out, so it is shown as it was written.</source>
        <translation>这一部分过长，无法排版，因此按原文显示。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Privacy</name>
    <message>
        <source>Everything is kept in this folder, readable by you only: history.db holds the questions, thoughts and answers. Nothing leaves this computer except model searches and downloads that you start; they ask Hugging Face.</source>
        <translation>所有内容都保存在这个文件夹中，只有你能读取：history.db 保存问题、思考和回答。除了你自己发起的模型搜索和下载（会访问 Hugging Face），没有任何内容会离开这台电脑。</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <translation>全部删除…</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>显示回收站</translation>
    </message>
    <message>
        <source>The history takes {0}, its backups {1}.</source>
        <translation>历史记录占用 {0}，备份占用 {1}。</translation>
    </message>
    <message>
        <source>All conversations, drafts, backups, adapters, logs and settings are deleted from this folder, for good; model files stay. Running answers are stopped, and Rationale starts afresh.</source>
        <translation>此文件夹中的所有对话、草稿、备份、适配器、日志和设置都会被永久删除；模型文件保留。正在生成的回答会停止，Rationale 重新开始。</translation>
    </message>
    <message>
        <source>Keep everything</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Delete everything for good</source>
        <translation>永久删除全部内容</translation>
    </message>
</context>
<context>
    <name>QuestionInput</name>
    <message>
        <source>Your question</source>
        <translation>你的问题</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>QueueDelegate</name>
    <message>
        <source>hidden while you compare</source>
        <translation>比较时隐藏</translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Narrow the queue to a model, a date or a tag</source>
        <translation>按模型、日期或标签筛选队列</translation>
    </message>
    <message>
        <source>Answers that wait for your rating</source>
        <translation>等待你评价的回答</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done} / {all}</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>剩余 {count}</translation>
    </message>
    <message>
        <source>{share} reviewed today, {count} left</source>
        <translation>今天已审阅 {share}，剩余 {count}</translation>
    </message>
    <message>
        <source>Most useful first</source>
        <translation>最有用的在前</translation>
    </message>
    <message>
        <source>reviewed today</source>
        <translation>今天已审阅</translation>
    </message>
    <message>
        <source>Show this part of the queue</source>
        <translation>显示队列的这一部分</translation>
    </message>
</context>
<context>
    <name>Rating</name>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已更正</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>更正…</translation>
    </message>
    <message>
        <source>Correcting</source>
        <translation>更正中</translation>
    </message>
    <message>
        <source>The answer is right; the model may learn from it</source>
        <translation>回答正确；模型可以从中学习</translation>
    </message>
    <message>
        <source>The answer is wrong; it is not imitated</source>
        <translation>回答错误；不会被模仿</translation>
    </message>
    <message>
        <source>Write the right answer; the model may learn from that</source>
        <translation>写出正确答案；模型可以从中学习</translation>
    </message>
    <message>
        <source>Right result</source>
        <translation>结果正确</translation>
    </message>
    <message>
        <source>Clear steps</source>
        <translation>步骤清楚</translation>
    </message>
    <message>
        <source>Good check</source>
        <translation>检验得当</translation>
    </message>
    <message>
        <source>Too long</source>
        <translation>太长</translation>
    </message>
    <message>
        <source>Lucky guess</source>
        <translation>碰巧猜对</translation>
    </message>
    <message>
        <source>Wrong sum</source>
        <translation>算错了</translation>
    </message>
    <message>
        <source>Misread question</source>
        <translation>误读问题</translation>
    </message>
    <message>
        <source>Missing step</source>
        <translation>缺少步骤</translation>
    </message>
    <message>
        <source>Made up</source>
        <translation>凭空编造</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>will train · {rated} of {needed}</source>
        <translation>将用于训练 · {rated}/{needed}</translation>
    </message>
    <message>
        <source>will train</source>
        <translation>将用于训练</translation>
    </message>
    <message>
        <source>the right answer is {0}</source>
        <translation>正确答案是 {0}</translation>
    </message>
    <message>
        <source>held out for the exam</source>
        <translation>留作考试</translation>
    </message>
    <message>
        <source>rejected: not learned, only kept for export</source>
        <translation>已拒绝：不参与学习，仅留作导出</translation>
    </message>
    <message>
        <source>left out by you</source>
        <translation>已由你排除</translation>
    </message>
    <message>
        <source>contradicts another rating of yours</source>
        <translation>与你的另一个评价相矛盾</translation>
    </message>
    <message>
        <source>a step of the thought is wrong</source>
        <translation>思考中有一步是错的</translation>
    </message>
    <message>
        <source>in the trash</source>
        <translation>在回收站中</translation>
    </message>
    <message>
        <source>You rejected the same answer to this question elsewhere</source>
        <translation>你在别处拒绝过这个问题的相同回答</translation>
    </message>
    <message>
        <source>You rated the same answer to this question as right elsewhere</source>
        <translation>你在别处把这个问题的相同回答评为正确</translation>
    </message>
    <message>
        <source>You rated {count} other answers to this question otherwise</source>
        <translation>你对这个问题的另外 {count} 个回答作出了相反的评价</translation>
    </message>
    <message>
        <source>You rated another answer to this question as right: {answer}</source>
        <translation>你曾把这个问题的另一个回答评为正确：{answer}</translation>
    </message>
    <message>
        <source>You rated {count} other answers to this question as right</source>
        <translation>你曾把这个问题的另外 {count} 个回答评为正确</translation>
    </message>
    <message>
        <source>The answer went on after you rated it; rate it again as it is now</source>
        <translation>评价之后回答又有了延续；请按现在的内容重新评价</translation>
    </message>
</context>
<context>
    <name>RatingBar</name>
    <message>
        <source>not rated</source>
        <translation>未评价</translation>
    </message>
    <message>
        <source>Your rating: {verdict}</source>
        <translation>你的评价：{verdict}</translation>
    </message>
    <message>
        <source>Rated answers are what the model learns from</source>
        <translation>模型从被评价的回答中学习</translation>
    </message>
</context>
<context>
    <name>RatingNotices</name>
    <message>
        <source>The last rating or mark was taken back; its answer is in another conversation.</source>
        <translation>已撤回上一次评价或标记；它的回答在另一段对话中。</translation>
    </message>
    <message>
        <source>A round of learning has started with these ratings; change one with its own buttons.</source>
        <translation>一轮学习已使用这些评价；请用它们自己的按钮来更改。</translation>
    </message>
</context>
<context>
    <name>RatingReasons</name>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Write a reason of your own</source>
        <translation>写下自己的理由</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>因为</translation>
    </message>
    <message>
        <source>A reason of your own; Enter keeps it</source>
        <translation>自己的理由；按 Enter 保存</translation>
    </message>
    <message>
        <source>A note on this answer; Enter keeps it</source>
        <translation>对这个回答的备注；按 Enter 保存</translation>
    </message>
    <message>
        <source>Write a note on this answer</source>
        <translation>为这个回答写备注</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>备注：{text}</translation>
    </message>
</context>
<context>
    <name>RatingRow</name>
    <message>
        <source>Change the correction</source>
        <translation>修改更正</translation>
    </message>
    <message>
        <source>Reasons…</source>
        <translation>理由…</translation>
    </message>
    <message>
        <source>Show the reasons and the note</source>
        <translation>显示理由和备注</translation>
    </message>
    <message>
        <source>Right answer: {answer}</source>
        <translation>正确答案：{answer}</translation>
    </message>
</context>
<context>
    <name>ReasoningPanel</name>
    <message>
        <source>Thoughts</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>nothing under {share} %</source>
        <translation>没有低于 {share} % 的词元</translation>
    </message>
    <message>
        <source>how sure the model was is not known</source>
        <translation>模型的把握程度没有记录</translation>
    </message>
    <message>
        <source>{count} hits</source>
        <translation>{count} 处匹配</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 处匹配</translation>
    </message>
    <message>
        <source>editing step {number}</source>
        <translation>正在修改步骤 {number}</translation>
    </message>
    <message>
        <source>Folds when the thinking ends</source>
        <translation>思考结束时收起</translation>
    </message>
    <message>
        <source>{used} of {budget} tokens</source>
        <translation>{used} / {budget} 词元</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 词元</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Thought for {time}</source>
        <translation>思考了 {time}</translation>
    </message>
    <message>
        <source>{holding} of {count} equations hold</source>
        <translation>{count} 个等式中 {holding} 个成立</translation>
    </message>
    <message>
        <source>, 1 was repaired</source>
        <translation>，1 处已修正</translation>
    </message>
    <message>
        <source>, {count} were repaired</source>
        <translation>，{count} 处已修正</translation>
    </message>
    <message>
        <source>answered at once</source>
        <translation>直接回答</translation>
    </message>
    <message>
        <source>{count} tokens, {time}</source>
        <translation>{count} 词元，{time}</translation>
    </message>
    <message>
        <source>went round in circles</source>
        <translation>原地打转</translation>
    </message>
    <message>
        <source>stopped at {count} of {planned}</source>
        <translation>在第 {count} 次停止，共 {planned} 次</translation>
    </message>
    <message>
        <source>{count} of {planned} attempts</source>
        <translation>{planned} 次尝试中的 {count} 次</translation>
    </message>
    <message>
        <source>{count} attempts</source>
        <translation>{count} 次尝试</translation>
    </message>
    <message>
        <source>no vote</source>
        <translation>无法投票</translation>
    </message>
    <message>
        <source>none agree</source>
        <translation>没有一致</translation>
    </message>
    <message>
        <source>{count} agree</source>
        <translation>{count} 次一致</translation>
    </message>
    <message>
        <source>budget used up</source>
        <translation>预算用完</translation>
    </message>
    <message>
        <source>time used up</source>
        <translation>时间用完</translation>
    </message>
    <message>
        <source>answered early</source>
        <translation>提前回答</translation>
    </message>
    <message>
        <source>{count} repaired</source>
        <translation>修正 {count} 处</translation>
    </message>
    <message>
        <source>split vote</source>
        <translation>意见不一</translation>
    </message>
    <message>
        <source>unsure, {share} %</source>
        <translation>没有把握，{share} %</translation>
    </message>
    <message>
        <source>Stopped after {time}</source>
        <translation>{time} 后停止</translation>
    </message>
    <message>
        <source>attempt {number} of {count}</source>
        <translation>第 {number} 次尝试，共 {count} 次</translation>
    </message>
    <message>
        <source>{count} of {planned} answered</source>
        <translation>{planned} 次中已有 {count} 次给出回答</translation>
    </message>
    <message>
        <source>began with your words</source>
        <translation>以你的文字开头</translation>
    </message>
    <message>
        <source>{count} tokens kept</source>
        <translation>保留 {count} 词元</translation>
    </message>
    <message>
        <source>No thinking</source>
        <translation>没有思考</translation>
    </message>
    <message>
        <source>effort is Off</source>
        <translation>思考强度为关</translation>
    </message>
    <message>
        <source>the model answered at once</source>
        <translation>模型直接回答</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>你已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>In this one a step does not hold.</source>
        <translation>这一个有一步不成立。</translation>
    </message>
    <message>
        <source>In this one the attempts disagree.</source>
        <translation>这一个的各次尝试不一致。</translation>
    </message>
    <message>
        <source>This one was written with little confidence.</source>
        <translation>这一个写得信心不足。</translation>
    </message>
    <message>
        <source>This one is the newest.</source>
        <translation>这是最新的一个。</translation>
    </message>
    <message>
        <source>step is off</source>
        <translation>步骤有误</translation>
    </message>
    <message>
        <source>split</source>
        <translation>意见不一</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>没把握</translation>
    </message>
    <message>
        <source>Failed checks</source>
        <translation>检查未通过</translation>
    </message>
    <message>
        <source>Split votes</source>
        <translation>意见不一</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>1 attempt</source>
        <translation>1 次尝试</translation>
    </message>
    <message>
        <source>{agreeing} of {attempts} agree</source>
        <translation>{attempts} 次中 {agreeing} 次一致</translation>
    </message>
    <message>
        <source>Nothing is kept until you rate. What you rate is what the model learns from.</source>
        <translation>评价之前不保存任何内容。模型从你的评价中学习。</translation>
    </message>
    <message>
        <source>You can undo it until a round has learned from it.</source>
        <translation>在一轮学习用到它之前都可以撤销。</translation>
    </message>
    <message>
        <source>You left this answer out, so the model does not learn yours.</source>
        <translation>你已排除这个回答，因此模型不会学习你的答案。</translation>
    </message>
    <message>
        <source>The right answer is {0}, so the model does not learn yours.</source>
        <translation>正确答案是 {0}，因此模型不会学习你的答案。</translation>
    </message>
    <message>
        <source>Held out for the exam: the model is asked this, and does not learn your answer.</source>
        <translation>留作考试：模型会被问到这个问题，但不会学习你的答案。</translation>
    </message>
    <message>
        <source>The model learns your answer once it finds a thought that leads to it.</source>
        <translation>模型找到能得出你的答案的思路后，才会学习它。</translation>
    </message>
    <message>
        <source>The model learns your answer.</source>
        <translation>模型学习你的答案。</translation>
    </message>
    <message>
        <source>The model learns steps 1 to {last}, then your step {wrong} and your answer.</source>
        <translation>模型学习第 1 至 {last} 步，然后是你写的第 {wrong} 步和你的答案。</translation>
    </message>
    <message>
        <source>The model learns step 1, then your step 2 and your answer.</source>
        <translation>模型学习第 1 步，然后是你写的第 2 步和你的答案。</translation>
    </message>
    <message>
        <source>The model learns your step 1 and your answer.</source>
        <translation>模型学习你写的第 1 步和你的答案。</translation>
    </message>
    <message>
        <source>The model learns your thought and your answer.</source>
        <translation>模型学习你的思路和你的答案。</translation>
    </message>
    <message>
        <source>Step {number} is left out.</source>
        <translation>第 {number} 步不参与学习。</translation>
    </message>
    <message>
        <source>Steps {first} to {last} are left out.</source>
        <translation>第 {first} 至 {last} 步不参与学习。</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Question {number} of {all}</source>
        <translation>第 {number} 题，共 {all} 题</translation>
    </message>
    <message>
        <source>asked {moment}</source>
        <translation>提问于 {moment}</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Leave this one for later</source>
        <translation>以后再看这一个</translation>
    </message>
    <message>
        <source>Previous answer</source>
        <translation>上一个回答</translation>
    </message>
    <message>
        <source>Next answer</source>
        <translation>下一个回答</translation>
    </message>
    <message>
        <source>Open it in its conversation</source>
        <translation>在对话中打开</translation>
    </message>
</context>
<context>
    <name>RoundCard</name>
    <message>
        <source>Learn from your ratings</source>
        <translation>从你的评价中学习</translation>
    </message>
    <message>
        <source>Practise sums</source>
        <translation>练习加法</translation>
    </message>
    <message>
        <source>Learns to add numbers from problems that check themselves</source>
        <translation>用可以自行检验的题目学习加法</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop this round</source>
        <translation>停止这一轮</translation>
    </message>
    <message>
        <source>Go on with the round</source>
        <translation>继续这一轮</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Round {0} · {1}</source>
        <translation>第 {0} 轮 · {1}</translation>
    </message>
    <message>
        <source>The round is being prepared</source>
        <translation>正在准备这一轮</translation>
    </message>
    <message>
        <source>Round {0} is paused</source>
        <translation>第 {0} 轮已暂停</translation>
    </message>
    <message>
        <source>Round {0} failed</source>
        <translation>第 {0} 轮失败</translation>
    </message>
    <message>
        <source>No round is running</source>
        <translation>没有正在进行的学习</translation>
    </message>
    <message>
        <source>Paused; it goes on when you resume it, also after a restart.</source>
        <translation>已暂停；你继续后它会接着进行，重启后也一样。</translation>
    </message>
    <message>
        <source>Waiting for your answer; it goes on by itself.</source>
        <translation>正在等待你的回答完成；之后会自动继续。</translation>
    </message>
    <message>
        <source>yields the moment you ask a question</source>
        <translation>你一提问就让路</translation>
    </message>
    <message>
        <source>about {0} left in this stage</source>
        <translation>本阶段约剩 {0}</translation>
    </message>
    <message>
        <source>What was finished and what is in use are kept.</source>
        <translation>已完成的部分和正在使用的适配器都保留。</translation>
    </message>
    <message>
        <source>It learns from what you accepted, and changes only with proof.</source>
        <translation>它从你接受的回答中学习，只有证实更好才会改变。</translation>
    </message>
    <message>
        <source>{0} more accepted answers start learning from your ratings. {1} so far.</source>
        <translation>再接受 {0} 个回答就会开始从你的评价中学习。目前 {1} 个。</translation>
    </message>
    <message>
        <source>{0} ratings start the first round by itself. {1} so far.</source>
        <translation>满 {0} 个评价会自动开始第一轮，目前 {1} 个。</translation>
    </message>
    <message>
        <source>Waits for memory: {0} needed, {1} free; it goes on by itself.</source>
        <translation>等待内存：需要 {0}，可用 {1}；之后会自动继续。</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Name of a model, such as qwen3</source>
        <translation>模型名称，例如 qwen3</translation>
    </message>
    <message>
        <source>Search Hugging Face for models</source>
        <translation>在 Hugging Face 上搜索模型</translation>
    </message>
    <message>
        <source>Search Hugging Face</source>
        <translation>搜索 Hugging Face</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search questions, thoughts and answers</source>
        <translation>搜索问题、思考和回答</translation>
    </message>
    <message>
        <source>“Words in quotes” must stand together; comp* also finds computer.</source>
        <translation>“引号中的词”必须相连；comp* 也能找到 computer。</translation>
    </message>
    <message>
        <source>Filters: {0}</source>
        <translation>筛选：{0}</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Search in {0}</source>
        <translation>在{0}中搜索</translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>No model is loaded, so the question waits here. Choose a model first.</source>
        <translation>未加载模型，问题先保留在这里。请先选择模型。</translation>
    </message>
    <message>
        <source>The answer is still being written. Stop it first.</source>
        <translation>回答仍在生成。请先停止。</translation>
    </message>
    <message>
        <source>The answer is still being written. Stop it before you edit.</source>
        <translation>回答仍在生成。请先停止再编辑。</translation>
    </message>
    <message>
        <source>You are editing an earlier question. Sending makes another branch; the old one stays. Esc ends.</source>
        <translation>你正在编辑之前的问题。发送会新建一个分支，原分支保留。按 Esc 结束编辑。</translation>
    </message>
    <message>
        <source>Your question is sent as soon as the history is open.</source>
        <translation>历史记录打开后，问题会立即发送。</translation>
    </message>
    <message>
        <source>The model is loading; your question is answered as soon as it is ready.</source>
        <translation>模型正在加载；就绪后会立即回答你的问题。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>A later question follows this answer, so it stays; the trash takes whole conversations.</source>
        <translation>这个回答之后还有问题，因此保留；回收站只接收整个对话。</translation>
    </message>
    <message>
        <source>This answer has been rated, so it stays; take the rating back first.</source>
        <translation>这个回答已被评价，因此保留；请先撤回评价。</translation>
    </message>
    <message>
        <source>Its thought has marks or notes of yours, so the answer stays; take them back first.</source>
        <translation>你在它的思考上留有标记或备注，因此这个回答保留；请先撤回它们。</translation>
    </message>
    <message>
        <source>You compared this answer with another one, so it stays; take the preference back first.</source>
        <translation>你已将这个回答与另一个作过比较，因此保留；请先撤回这一偏好。</translation>
    </message>
    <message>
        <source>The thought is empty; keep at least its first words, or ask again.</source>
        <translation>思考内容是空的；请至少保留开头的几个词，或重新提问。</translation>
    </message>
    <message>
        <source>An answer needs at least one attempt.</source>
        <translation>一个回答至少需要一次尝试。</translation>
    </message>
    <message>
        <source>“{0}” is not the name of a backup.</source>
        <translation>“{0}”不是备份的名称。</translation>
    </message>
    <message>
        <source>No model is loaded; choose a model first.</source>
        <translation>未加载模型；请先选择模型。</translation>
    </message>
    <message>
        <source>The question has {0} characters and {1} are the most; shorten it.</source>
        <translation>问题有 {0} 个字符，最多 {1} 个；请缩短。</translation>
    </message>
    <message>
        <source>The question is empty; write what you want to know.</source>
        <translation>问题是空的；请写下你想知道的内容。</translation>
    </message>
    <message>
        <source>The seed {0} cannot be used; choose a whole number from 0 to {1}.</source>
        <translation>种子 {0} 无法使用；请选择 0 到 {1} 的整数。</translation>
    </message>
    <message>
        <source>Rationale made a mistake of its own, so the answer ended; what was written is kept.</source>
        <translation>Rationale 自身出错，回答因此中断；已写下的内容都已保留。</translation>
    </message>
    <message>
        <source>This answer is still being written; stop it or wait until it ends.</source>
        <translation>这个回答仍在生成；请停止它或等它结束。</translation>
    </message>
    <message>
        <source>The file {0} is cut short within its header, so a download probably stopped; download it again.</source>
        <translation>文件 {0} 在文件头处被截断，可能是下载中断；请重新下载。</translation>
    </message>
    <message>
        <source>The bundled model is not installed; run `make run` again or choose a model file of your own.</source>
        <translation>自带模型未安装；请重新运行 `make run`，或选择你自己的模型文件。</translation>
    </message>
    <message>
        <source>{0} was trained on {1}, not on {2}; load that model first.</source>
        <translation>{0} 是用 {1} 训练的，而不是 {2}；请先加载那个模型。</translation>
    </message>
    <message>
        <source>{0} takes {1}, and only {2} are free on the disk; free some space.</source>
        <translation>{0} 需要 {1}，而磁盘上只剩 {2}；请腾出一些空间。</translation>
    </message>
    <message>
        <source>{0} is no adapter; choose the GGUF file of a LoRA adapter.</source>
        <translation>{0} 不是适配器；请选择 LoRA 适配器的 GGUF 文件。</translation>
    </message>
    <message>
        <source>{0} is an adapter of the kind “{1}”; only LoRA adapters can be used.</source>
        <translation>{0} 是“{1}”类型的适配器；只能使用 LoRA 适配器。</translation>
    </message>
    <message>
        <source>{0} works only after words of its own (aLoRA), which Rationale cannot do; choose another.</source>
        <translation>{0} 只在它自己的触发词之后起作用（aLoRA），Rationale 做不到；请选择其他适配器。</translation>
    </message>
    <message>
        <source>{0} was made for a model of the kind “{1}”, and {2} is a “{3}”; choose an adapter for this model.</source>
        <translation>{0} 是为“{1}”类型的模型制作的，而 {2} 是“{3}”；请选择适合此模型的适配器。</translation>
    </message>
    <message>
        <source>{0} does not say how strongly it acts (alpha), so it would do nothing; export it again.</source>
        <translation>{0} 没有说明作用强度（alpha），因此不会起作用；请重新导出。</translation>
    </message>
    <message>
        <source>{0} changes more than LoRA does ({1}), which cannot be used here.</source>
        <translation>{0} 改动的内容超出了 LoRA（{1}），无法在此使用。</translation>
    </message>
    <message>
        <source>{0} is empty: it changes nothing; choose another.</source>
        <translation>{0} 是空的：它什么也不改变；请选择其他适配器。</translation>
    </message>
    <message>
        <source>{0} is incomplete: {1} has only one of its two matrices; export it again.</source>
        <translation>{0} 不完整：{1} 的两个矩阵只有一个；请重新导出。</translation>
    </message>
    <message>
        <source>{0} changes {1}, which {2} does not have; it is for another model.</source>
        <translation>{0} 要改动 {1}，而 {2} 没有它；它属于另一个模型。</translation>
    </message>
    <message>
        <source>{0} does not fit {1}: {2} has other dimensions; it is for another.</source>
        <translation>{0} 与 {1} 不匹配：{2} 的维度不同；它属于另一个模型。</translation>
    </message>
    <message>
        <source>{0} was imported already; “rationale adapters list” shows it.</source>
        <translation>{0} 已经导入过；“rationale adapters list”会列出它。</translation>
    </message>
    <message>
        <source>No other type of this model is faster here and computes nearly the same, so it is used as it is.</source>
        <translation>此模型没有其他类型在这里更快且计算结果几乎相同，因此按原样使用。</translation>
    </message>
    <message>
        <source>{0} runs on the graphics card here, where a tuned copy brings nothing.</source>
        <translation>{0} 在这里由显卡运行，调优副本没有用处。</translation>
    </message>
    <message>
        <source>{0} is not loaded; load it first, then test its speed.</source>
        <translation>{0} 尚未加载；请先加载它，再测试速度。</translation>
    </message>
    <message>
        <source>The disk is full or cannot be written; free some space and try again.</source>
        <translation>磁盘已满或无法写入；请腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>This model has no tuned copy; make one with “rationale models tune”.</source>
        <translation>此模型没有调优副本；请用“rationale models tune”制作一个。</translation>
    </message>
    <message>
        <source>A model is being tuned already; wait until that is done.</source>
        <translation>已有一个模型正在调优；请等它完成。</translation>
    </message>
    <message>
        <source>A copy of {0} takes up to {1}, and only {2} are free on the disk; free some space.</source>
        <translation>{0} 的副本最多需要 {1}，而磁盘上只剩 {2}；请腾出一些空间。</translation>
    </message>
    <message>
        <source>To compare a copy of {0} with it takes {1} of memory, and only {2} are free; close other programs.</source>
        <translation>将 {0} 的副本与原件比较需要 {1} 内存，而只剩 {2}；请关闭其他程序。</translation>
    </message>
    <message>
        <source>The model could not be copied or measured here; it is used as it is.</source>
        <translation>无法在此复制或测量该模型；将按原样使用。</translation>
    </message>
    <message>
        <source>The tuned copy of {0} could not be loaded, so the original is in use.</source>
        <translation>{0} 的调优副本无法加载，因此使用原件。</translation>
    </message>
    <message>
        <source>There was no room for the tuned copy of {0}, so the original is in use.</source>
        <translation>放不下 {0} 的调优副本，因此使用原件。</translation>
    </message>
    <message>
        <source>The system ended the engine while it loaded the model, most often because memory ran out, so the context has {0} tokens.</source>
        <translation>系统在引擎加载模型时结束了它，通常是因为内存不足，因此上下文为 {0} 词元。</translation>
    </message>
    <message>
        <source>The tuned copy of {0} was made on another processor, so the original is in use; tune the model again.</source>
        <translation>{0} 的调优副本是在另一处理器上制作的，因此使用原件；请重新调优此模型。</translation>
    </message>
    <message>
        <source>The file {0} is damaged; download it again or choose another.</source>
        <translation>文件 {0} 已损坏；请重新下载或选择其他文件。</translation>
    </message>
    <message>
        <source>This version of Rationale does not know the architecture “{0}” of {1}; choose another model or update Rationale.</source>
        <translation>此版本的 Rationale 不支持 {1} 的架构“{0}”；请选择其他模型或更新 Rationale。</translation>
    </message>
    <message>
        <source>The computer ran out of memory while it loaded {0}; close other programs, or {1}.</source>
        <translation>加载 {0} 时内存不足；请关闭其他程序，或{1}。</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory with {0} of {1} on it; load it with {2} on the card{3}.</source>
        <translation>显卡内存不足（{1} 中的 {0}）；请改为在显卡上加载 {2}{3}。</translation>
    </message>
    <message>
        <source>The file {0} cannot be read; check the disk or choose another.</source>
        <translation>无法读取文件 {0}；请检查磁盘或选择其他文件。</translation>
    </message>
    <message>
        <source>The file {0} is cut short: it should be {1}, but only {2} are there, so a download probably stopped; download it again.</source>
        <translation>文件 {0} 不完整：应为 {1}，但只有 {2}，可能是下载中断；请重新下载。</translation>
    </message>
    <message>
        <source>The file {0} is in a newer form of GGUF (version {1}) than Rationale knows; update Rationale.</source>
        <translation>文件 {0} 的 GGUF 格式（版本 {1}）比 Rationale 支持的更新；请更新 Rationale。</translation>
    </message>
    <message>
        <source>The file {0} is in an outdated form of GGUF (version 1); choose a newer file of this model.</source>
        <translation>文件 {0} 是过时的 GGUF 格式（版本 1）；请选择此模型的较新文件。</translation>
    </message>
    <message>
        <source>The file {0} is made for big-endian computers; choose the usual (little-endian) file of this model.</source>
        <translation>文件 {0} 面向大端序计算机；请选择此模型通常的（小端序）文件。</translation>
    </message>
    <message>
        <source>The file {0} is quantized in a way that this version of Rationale does not know; choose another quantization or update Rationale.</source>
        <translation>此版本的 Rationale 不支持文件 {0} 的量化方式；请选择其他量化版本或更新 Rationale。</translation>
    </message>
    <message>
        <source>The file {0} cannot be read any more; check the disk or choose another.</source>
        <translation>文件 {0} 已无法读取；请检查磁盘或选择其他文件。</translation>
    </message>
    <message>
        <source>Several models are called “{0}” ({1}); give the path of one.</source>
        <translation>有多个模型名为“{0}”（{1}）；请给出其中一个的路径。</translation>
    </message>
    <message>
        <source>There is no file {0}; check the path or choose one of: {1}.</source>
        <translation>没有文件 {0}；请检查路径，或从中选择：{1}。</translation>
    </message>
    <message>
        <source>There is no model called “{0}”; choose one of: {1}, or give the path of a GGUF file.</source>
        <translation>没有名为“{0}”的模型；请从中选择：{1}，或给出 GGUF 文件的路径。</translation>
    </message>
    <message>
        <source>The file {0} is cut short; download it again.</source>
        <translation>文件 {0} 不完整；请重新下载。</translation>
    </message>
    <message>
        <source>The file {0} is empty; download it again or choose another.</source>
        <translation>文件 {0} 是空的；请重新下载或选择其他文件。</translation>
    </message>
    <message>
        <source>There is no file {0}; check the path or choose another model.</source>
        <translation>没有文件 {0}；请检查路径或选择其他模型。</translation>
    </message>
    <message>
        <source>There is no file {0}, since the drive or folder {1} is not there; connect it, or choose another model.</source>
        <translation>没有文件 {0}，因为驱动器或文件夹 {1} 不存在；请连接它，或选择其他模型。</translation>
    </message>
    <message>
        <source>You may not read the file {0}; change its permissions or choose another.</source>
        <translation>你没有读取文件 {0} 的权限；请更改权限或选择其他文件。</translation>
    </message>
    <message>
        <source>The model is split into {0} files and part {1} is missing; put {2} beside the others.</source>
        <translation>此模型分为 {0} 个文件，缺少第 {1} 部分；请把 {2} 放到其他部分旁边。</translation>
    </message>
    <message>
        <source>The adapter {0} cannot be read; choose another.</source>
        <translation>无法读取适配器 {0}；请选择其他适配器。</translation>
    </message>
    <message>
        <source>The adapter {0} is damaged or belongs to another model; choose another.</source>
        <translation>适配器 {0} 已损坏或属于其他模型；请选择其他适配器。</translation>
    </message>
    <message>
        <source>The chat template inside the model file cannot be used; choose another file of this model.</source>
        <translation>模型文件中的对话模板无法使用；请选择此模型的其他文件。</translation>
    </message>
    <message>
        <source>The question is too long: it takes {0} tokens and there is room for {1}. Shorten it, or choose a larger context size in the settings.</source>
        <translation>问题太长：需要 {0} 词元，而只有 {1} 的空间。请缩短问题，或在设置中选择更大的上下文长度。</translation>
    </message>
    <message>
        <source>The computer ran out of memory; choose a smaller context or a smaller model.</source>
        <translation>内存不足；请选择更小的上下文或更小的模型。</translation>
    </message>
    <message>
        <source>The engine did not react and was ended; it starts again by itself.</source>
        <translation>引擎没有响应，已被结束；它会自动重新启动。</translation>
    </message>
    <message>
        <source>The engine stopped because of an error of its own; it starts again by itself.</source>
        <translation>引擎因自身错误而停止；它会自动重新启动。</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory; load the model with fewer layers on it.</source>
        <translation>显卡内存不足；请减少放在显卡上的层数后重新加载模型。</translation>
    </message>
    <message>
        <source>The model file is damaged or not complete; download it again.</source>
        <translation>模型文件已损坏或不完整；请重新下载。</translation>
    </message>
    <message>
        <source>The system or another program ended the engine, most often because memory ran out; it starts again.</source>
        <translation>系统或其他程序结束了引擎，通常是因为内存不足；它会重新启动。</translation>
    </message>
    <message>
        <source>This version of Rationale does not know this kind of model; choose another.</source>
        <translation>此版本的 Rationale 不支持这种模型；请选择其他模型。</translation>
    </message>
    <message>
        <source>The graphics card could not hold {0} layers of the model, so {1}.</source>
        <translation>显卡放不下模型的 {0} 层，因此{1}。</translation>
    </message>
    <message>
        <source>This model has no chat template, so questions are put to it in a plain form.</source>
        <translation>此模型没有对话模板，因此问题以普通形式提出。</translation>
    </message>
    <message>
        <source>The engine could not be started; run “rationale doctor” to see what is missing.</source>
        <translation>引擎无法启动；请运行“rationale doctor”查看缺少什么。</translation>
    </message>
    <message>
        <source>A conversation must end with a question.</source>
        <translation>对话必须以问题结尾。</translation>
    </message>
    <message>
        <source>A question needs at least one attempt.</source>
        <translation>一个问题至少需要一次尝试。</translation>
    </message>
    <message>
        <source>The text takes {0} tokens; the context holds {1}.</source>
        <translation>这段文字需要 {0} 词元；上下文只能容纳 {1}。</translation>
    </message>
    <message>
        <source>The model could not compute; load it again.</source>
        <translation>模型无法计算；请重新加载。</translation>
    </message>
    <message>
        <source>There is no room to measure this text now; try again later.</source>
        <translation>现在没有空间测量这段文字；请稍后再试。</translation>
    </message>
    <message>
        <source>Another model is being loaded, so this answer stopped; continue it when the model is ready.</source>
        <translation>正在加载另一个模型，因此这个回答已停止；模型就绪后可以继续。</translation>
    </message>
    <message>
        <source>The engine did not stop in time and was ended; it starts again by itself.</source>
        <translation>引擎未能及时停止，已被结束；它会自动重新启动。</translation>
    </message>
    <message>
        <source>The engine is not running; wait until the model is loaded.</source>
        <translation>引擎未运行；请等待模型加载。</translation>
    </message>
    <message>
        <source>The history is damaged, so no backup was made of it; restore an older one with “rationale history restore FILE”.</source>
        <translation>历史记录已损坏，因此没有备份；请用“rationale history restore FILE”恢复较早的备份。</translation>
    </message>
    <message>
        <source>There is no room for a backup of the history: it needs {0} MB and {1} MB are free; free some space.</source>
        <translation>没有空间备份历史记录：需要 {0} MB，可用 {1} MB；请腾出空间。</translation>
    </message>
    <message>
        <source>Some parts of conversations refer to parts that are missing.</source>
        <translation>对话的某些部分引用了缺失的部分。</translation>
    </message>
    <message>
        <source>The file&apos;s indexes were made anew.</source>
        <translation>文件的索引已重建。</translation>
    </message>
    <message>
        <source>The search in {0} is damaged or incomplete.</source>
        <translation>{0}中的搜索索引已损坏或不完整。</translation>
    </message>
    <message>
        <source>The search in {0} was made anew.</source>
        <translation>{0}中的搜索索引已重建。</translation>
    </message>
    <message>
        <source>The search by date is damaged or incomplete.</source>
        <translation>按日期搜索的索引已损坏或不完整。</translation>
    </message>
    <message>
        <source>The search by date was made anew.</source>
        <translation>按日期搜索的索引已重新建立。</translation>
    </message>
    <message>
        <source>The disk reported an error at the history; check the disk and make a copy of the data folder.</source>
        <translation>磁盘在读写历史记录时报错；请检查磁盘并复制一份数据文件夹。</translation>
    </message>
    <message>
        <source>The history cannot be opened; check that the data folder exists and that you may read and write it.</source>
        <translation>无法打开历史记录；请检查数据文件夹是否存在，以及你是否有读写权限。</translation>
    </message>
    <message>
        <source>The history cannot be opened; check that you may read and write the data folder.</source>
        <translation>无法打开历史记录；请检查你是否有数据文件夹的读写权限。</translation>
    </message>
    <message>
        <source>The history cannot be saved because the disk is full; free some space.</source>
        <translation>磁盘已满，无法保存历史记录；请腾出空间。</translation>
    </message>
    <message>
        <source>The history file is damaged or is no history at all; restore a backup with “rationale history restore FILE”.</source>
        <translation>历史记录文件已损坏或根本不是历史记录；请用“rationale history restore FILE”恢复备份。</translation>
    </message>
    <message>
        <source>The history file is damaged; restore a backup with “rationale history restore FILE”.</source>
        <translation>历史记录文件已损坏；请用“rationale history restore FILE”恢复备份。</translation>
    </message>
    <message>
        <source>The history is in use by another part of Rationale; try again in a moment.</source>
        <translation>历史记录正被 Rationale 的其他部分使用；请稍后再试。</translation>
    </message>
    <message>
        <source>The history is in use by another program; close that program or try again in a moment.</source>
        <translation>历史记录正被其他程序使用；请关闭该程序或稍后再试。</translation>
    </message>
    <message>
        <source>The history is read-only; make the data folder writable or choose another with --data-dir.</source>
        <translation>历史记录是只读的；请让数据文件夹可写，或用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>This conversation is no longer in the history; it was deleted for good.</source>
        <translation>此对话已不在历史记录中；它已被永久删除。</translation>
    </message>
    <message>
        <source>Another Rationale is preparing the history; wait until it is ready, or close it.</source>
        <translation>另一个 Rationale 正在准备历史记录；请等待它完成，或关闭它。</translation>
    </message>
    <message>
        <source>The file {0} is not a history of Rationale; move it away or choose another data folder with --data-dir.</source>
        <translation>文件 {0} 不是 Rationale 的历史记录；请移走它，或用 --data-dir 选择其他数据文件夹。</translation>
    </message>
    <message>
        <source>The history is of an older version; start Rationale once to bring it up to date.</source>
        <translation>历史记录是旧版本的；请启动一次 Rationale 以更新它。</translation>
    </message>
    <message>
        <source>The history was made by a newer version of Rationale; update Rationale to open it.</source>
        <translation>历史记录由更新版本的 Rationale 创建；请更新 Rationale 后打开。</translation>
    </message>
    <message>
        <source>The round of learning has not come to a halt yet; stop it, then try again.</source>
        <translation>这一轮学习还没有停下来；请先停止它，然后重试。</translation>
    </message>
    <message>
        <source>There is no history yet in this data folder; ask a question first.</source>
        <translation>此数据文件夹中还没有历史记录；请先提一个问题。</translation>
    </message>
    <message>
        <source>A conversation needs a title; type at least one character.</source>
        <translation>对话需要标题；请至少输入一个字符。</translation>
    </message>
    <message>
        <source>There is no attempt “{0}” in the history.</source>
        <translation>历史记录中没有尝试“{0}”。</translation>
    </message>
    <message>
        <source>The damaged history cannot be moved away; close every other Rationale and try again.</source>
        <translation>无法移走损坏的历史记录；请关闭其他所有 Rationale 后重试。</translation>
    </message>
    <message>
        <source>The file “{0}” is damaged or is not a backup of Rationale; choose another backup.</source>
        <translation>文件“{0}”已损坏或不是 Rationale 的备份；请选择其他备份。</translation>
    </message>
    <message>
        <source>The file “{0}” is empty; choose another backup.</source>
        <translation>文件“{0}”是空的；请选择其他备份。</translation>
    </message>
    <message>
        <source>There is no file “{0}”; “rationale history backup” says where backups are.</source>
        <translation>没有文件“{0}”；“rationale history backup”会说明备份在哪里。</translation>
    </message>
    <message>
        <source>The history was opened for reading only; open it for writing to restore a backup.</source>
        <translation>历史记录以只读方式打开；要恢复备份，请以可写方式打开。</translation>
    </message>
    <message>
        <source>The question is empty; type at least one character.</source>
        <translation>问题是空的；请至少输入一个字符。</translation>
    </message>
    <message>
        <source>The data folder {0} cannot be used; choose another with --data-dir.</source>
        <translation>数据文件夹 {0} 无法使用；请用 --data-dir 选择其他文件夹。</translation>
    </message>
    <message>
        <source>The budget of thought tokens cannot be negative; use 0 for an answer at once.</source>
        <translation>思考词元预算不能为负数；填 0 表示立即回答。</translation>
    </message>
    <message>
        <source>There is no effort “{0}”; choose off, quick, standard or deep.</source>
        <translation>没有思考强度“{0}”；请选择 off、quick、standard 或 deep。</translation>
    </message>
    <message>
        <source>The settings file {0}, so the defaults are in use.</source>
        <translation>设置文件{0}，因此使用默认值。</translation>
    </message>
    <message>
        <source>The settings file {0}; it was kept as {1} and the defaults are in use.</source>
        <translation>设置文件{0}；已另存为 {1}，并使用默认值。</translation>
    </message>
    <message>
        <source>The context is kept as f16, since the heads of {0} do not allow {1}.</source>
        <translation>上下文以 f16 保存，因为 {0} 的注意力头不支持 {1}。</translation>
    </message>
    <message>
        <source>The context is kept in {0}, which takes about half, so that the model fits.</source>
        <translation>上下文以 {0} 保存，约占一半空间，使模型能够放下。</translation>
    </message>
    <message>
        <source>Flash attention is on, since {0} numbers cannot be had without it.</source>
        <translation>已启用快速注意力，因为没有它就无法使用 {0} 数值。</translation>
    </message>
    <message>
        <source>The training ran out of memory; close other programs, or train a smaller model, then start it again: it goes on from its last checkpoint.</source>
        <translation>训练时内存不足；请关闭其他程序，或训练较小的模型，然后重新开始：训练会从最近的检查点继续。</translation>
    </message>
    <message>
        <source>The disk is full, so the training cannot go on; make room and start it again: it goes on where it stopped.</source>
        <translation>磁盘已满，训练无法继续；请腾出空间后重新开始：训练会从中断处继续。</translation>
    </message>
    <message>
        <source>The training broke off by a fault of its own; start it again: it goes on from its last checkpoint.</source>
        <translation>训练因自身故障而中断；请重新开始：训练会从最近的检查点继续。</translation>
    </message>
    <message>
        <source>The training cannot read or write its files; check the data folder and start it again.</source>
        <translation>训练无法读写其文件；请检查数据文件夹后重新开始。</translation>
    </message>
    <message>
        <source>The training was ended by the system or another program, perhaps because memory ran out; close other programs and start it again: it goes on from its last checkpoint.</source>
        <translation>训练被系统或其他程序终止，可能是因为内存不足；请关闭其他程序后重新开始：训练会从最近的检查点继续。</translation>
    </message>
    <message>
        <source>Training {0} takes about {1} of memory and only {2} {3} are free; {4}.</source>
        <translation>训练 {0} 约需 {1} 内存，而{3}只有 {2} 可用；{4}。</translation>
    </message>
    <message>
        <source>The trained adapter does not compute in llama.cpp what it was trained to, so it is not used; choose another model to train.</source>
        <translation>训练得到的适配器在 llama.cpp 中的计算结果与训练时不符，因此不予使用；请选择其他模型进行训练。</translation>
    </message>
    <message>
        <source>There is nothing to learn from: no example is left that is short enough; accept more answers first.</source>
        <translation>没有可供学习的内容：没有足够短的样例；请先接受更多回答。</translation>
    </message>
    <message>
        <source>The model has no token that ends an answer, so it cannot be trained here; choose a chat model.</source>
        <translation>该模型没有表示回答结束的词元，因此无法在此训练；请选择对话模型。</translation>
    </message>
    <message>
        <source>The vocabulary of {0} cannot be read; check the model with “rationale models inspect”.</source>
        <translation>无法读取 {0} 的词表；请用“rationale models inspect”检查该模型。</translation>
    </message>
    <message>
        <source>Another training runs in the same folder; wait until it is done, or stop it.</source>
        <translation>同一文件夹中正在进行另一项训练；请等它完成，或将其停止。</translation>
    </message>
    <message>
        <source>The training could not be started; run “rationale doctor” to see what is missing.</source>
        <translation>无法启动训练；请运行“rationale doctor”查看缺少什么。</translation>
    </message>
    <message>
        <source>The model answers without an adapter already; there is nothing to roll back.</source>
        <translation>模型当前未使用适配器；没有可回退的内容。</translation>
    </message>
    <message>
        <source>There is no adapter “{0}”; “rationale adapters list” shows yours.</source>
        <translation>没有适配器“{0}”；“rationale adapters list”可列出你的适配器。</translation>
    </message>
    <message>
        <source>The adapter {0} belongs to another model; load that model first.</source>
        <translation>适配器 {0} 属于另一个模型；请先加载那个模型。</translation>
    </message>
    <message>
        <source>The strength of an adapter must be between 0 and 2.</source>
        <translation>适配器的强度必须在 0 到 2 之间。</translation>
    </message>
    <message>
        <source>This round of learning is no longer in the history.</source>
        <translation>这一轮学习已不在历史记录中。</translation>
    </message>
    <message>
        <source>A round of learning is open already; go on with it or stop it first.</source>
        <translation>已有一轮学习尚未结束；请继续它，或先将其停止。</translation>
    </message>
    <message>
        <source>A correction needs the right answer; write it, or reject the answer instead.</source>
        <translation>更正需要给出正确答案；请写出来，或改为拒绝该回答。</translation>
    </message>
    <message>
        <source>Only a correction has a right answer; choose “correct” to give one.</source>
        <translation>只有更正才有正确答案；要给出答案请选择“更正”。</translation>
    </message>
    <message>
        <source>A text of this rating has {0} characters and {1} are the most; shorten it.</source>
        <translation>这条评价中的一段文字有 {0} 个字符，最多 {1} 个；请缩短。</translation>
    </message>
    <message>
        <source>This rating is no longer in the history.</source>
        <translation>这条评价已不在历史记录中。</translation>
    </message>
    <message>
        <source>This rating is no longer in the history, so it cannot come back.</source>
        <translation>这条评价已不在历史记录中，无法恢复。</translation>
    </message>
    <message>
        <source>The note is empty; write what you want to remember.</source>
        <translation>备注是空的；请写下要记住的内容。</translation>
    </message>
    <message>
        <source>This step is no longer part of the thought, so it cannot be marked.</source>
        <translation>这一步已不属于该思考，无法标记。</translation>
    </message>
    <message>
        <source>The selected text is not part of this thought; select it again.</source>
        <translation>所选文字不属于这段思考；请重新选择。</translation>
    </message>
    <message>
        <source>Only two answers to the same question can be compared; choose two of one question.</source>
        <translation>只能比较同一问题的两个回答；请选择同一问题的两个。</translation>
    </message>
    <message>
        <source>This answer is not finished, so it cannot be rated yet; wait until it ends or continue it.</source>
        <translation>这个回答尚未完成，还不能评价；请等它结束或继续它。</translation>
    </message>
    <message>
        <source>There is no practice set “{0}”; choose one of: {1}.</source>
        <translation>没有练习集“{0}”；请从以下选择：{1}。</translation>
    </message>
    <message>
        <source>The open round of learning was begun by another version of Rationale; stop it and start a new one.</source>
        <translation>未结束的这一轮学习由另一版本的 Rationale 开始；请停止它并重新开始一轮。</translation>
    </message>
    <message>
        <source>There is no source “{0}”; choose {1} or one of: {2}.</source>
        <translation>没有来源“{0}”；请选择 {1} 或以下之一：{2}。</translation>
    </message>
    <message>
        <source>Only {0} rationales could be learned from and {1} are the least; accept more answers or add a practice set.</source>
        <translation>只有 {0} 条推理可供学习，至少需要 {1} 条；请接受更多回答或添加练习集。</translation>
    </message>
    <message>
        <source>The adapter {0} is missing or damaged, so the model answers without it; roll back or train again.</source>
        <translation>适配器 {0} 缺失或已损坏，因此模型不使用它作答；请回退或重新训练。</translation>
    </message>
    <message>
        <source>The adapter {0} could not be read now, so the model answers without it; ask again.</source>
        <translation>现在无法读取适配器 {0}，因此模型未使用它作答；请再次提问。</translation>
    </message>
    <message>
        <source>The adapter {0} could not be read now; try again.</source>
        <translation>现在无法读取适配器 {0}；请重试。</translation>
    </message>
    <message>
        <source>The adapter {0} was trained on another file of this model, which splits text differently, so the model answers without it; load that file or train again.</source>
        <translation>适配器 {0} 是在此模型的另一个文件上训练的，该文件切分文本的方式不同，因此模型未使用它作答；请加载那个文件或重新训练。</translation>
    </message>
    <message>
        <source>{0} was trained on another file of {1}, which splits text differently; load that file first.</source>
        <translation>{0} 是在 {1} 的另一个文件上训练的，该文件切分文本的方式不同；请先加载那个文件。</translation>
    </message>
    <message>
        <source>Not proven: {0} answers were fixed and {1} broken, p = {2} against a limit of {3}.</source>
        <translation>未证实：修正了 {0} 个回答，弄错了 {1} 个，p = {2}，上限为 {3}。</translation>
    </message>
    <message>
        <source>Only {0} held-out questions could be compared and {1} are the least; add a practice set or rate more answers.</source>
        <translation>只能比较 {0} 道保留题，至少需要 {1} 道；请添加练习集或评价更多回答。</translation>
    </message>
    <message>
        <source>The unchanged model with other random numbers passed as well, so this exam proves nothing; try again.</source>
        <translation>未改变的模型换用其他随机数也通过了，因此这次考试不能证明什么；请再试一次。</translation>
    </message>
    <message>
        <source>Of {0} right answers to general questions it unlearned {1}, and {2} is the most.</source>
        <translation>它忘掉了 {1} 道常识题中的 {0} 道，最多允许 {2}。</translation>
    </message>
    <message>
        <source>Its answers have become too much alike: several attempts find less than before.</source>
        <translation>它的回答变得过于雷同：多次尝试找到的答案比以前少。</translation>
    </message>
    <message>
        <source>It says its answer clearly less often: {0} instead of {1}.</source>
        <translation>它更少清楚地给出答案：{0}，之前为 {1}。</translation>
    </message>
    <message>
        <source>The open round of learning belongs to {0}; load that model to go on, or stop the round.</source>
        <translation>未结束的这一轮学习属于 {0}；请加载该模型以继续，或停止这一轮。</translation>
    </message>
    <message>
        <source>Rationale is learning in another program already; wait until it is done.</source>
        <translation>Rationale 已在另一个程序中学习；请等它完成。</translation>
    </message>
    <message>
        <source>Learning from your ratings needs {0} more accepted answers; accept them, or let the model practise.</source>
        <translation>从你的评价中学习还需要 {0} 个已接受的回答；请接受更多回答，或让模型练习。</translation>
    </message>
    <message>
        <source>Nothing is sealed for this model: no round has practised yet; name a practice set to audit.</source>
        <translation>此模型没有封存的题目：还没有任何一轮做过练习；请指定要审计的练习集。</translation>
    </message>
    <message>
        <source>Only {0} sealed questions are left and {1} are the least; audit another practice set.</source>
        <translation>只剩 {0} 道封存的题目，至少需要 {1} 道；请审计另一个练习集。</translation>
    </message>
    <message>
        <source>No practice set can examine your accepted answers, and {0} more must be held out to compare them: about {1} more ratings; rate more, or let the model practise as well.</source>
        <translation>没有练习集能检验你接受的回答，还须再保留 {0} 条才能比较：大约还要 {1} 个评价；请继续评价，或让模型也做练习。</translation>
    </message>
    <message>
        <source>Rationale made a mistake of its own, so learning stopped; everything that was finished is kept.</source>
        <translation>Rationale 自身出错，学习已停止；已完成的内容都会保留。</translation>
    </message>
    <message>
        <source>Only {0} held-out accepted answers could be compared and {1} are the least; rate more.</source>
        <translation>只有 {0} 个留出的已接受回答可供比较，至少需要 {1} 个；请评价更多回答。</translation>
    </message>
    <message>
        <source>Not proven: {0} of {1} held-out accepted answers became likelier, p = {2} against a limit of {3}.</source>
        <translation>未得到证明：{1} 个留出的已接受回答中有 {0} 个变得更可能，p = {2}，界限为 {3}。</translation>
    </message>
    <message>
        <source>An adapter trained on shuffled answers passed as well, so this comparison proves nothing; rate more.</source>
        <translation>用打乱的回答训练的适配器也通过了，因此这一比较不能证明什么；请评价更多回答。</translation>
    </message>
    <message>
        <source>It was cancelled; nothing has changed.</source>
        <translation>已取消；没有任何更改。</translation>
    </message>
    <message>
        <source>Conversation {0} in the file {1}, so nothing was imported.</source>
        <translation>文件中的第 {0} 段对话{1}，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>“{0}” is a folder; name a file in it.</source>
        <translation>“{0}”是文件夹；请指定其中的文件。</translation>
    </message>
    <message>
        <source>“{0}” is there already; choose another name.</source>
        <translation>“{0}”已存在；请换一个名称。</translation>
    </message>
    <message>
        <source>“{0}” cannot be written; choose another folder or free some space.</source>
        <translation>“{0}”无法写入；请选择其他文件夹或腾出空间。</translation>
    </message>
    <message>
        <source>A part of a conversation in the file is part of another conversation here, so nothing was imported.</source>
        <translation>文件中某段对话的一部分在这里属于另一段对话，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>The file holds one conversation twice, so nothing was imported.</source>
        <translation>文件中有一段对话出现了两次，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>The file was changed while it was read, so nothing was imported; try again.</source>
        <translation>文件在读取过程中被更改，因此没有导入任何内容；请重试。</translation>
    </message>
    <message>
        <source>“{0}” is a folder; name a file that Rationale exported.</source>
        <translation>“{0}”是文件夹；请指定由 Rationale 导出的文件。</translation>
    </message>
    <message>
        <source>“{0}” is a pipe or a device; save it as a file first, and import that.</source>
        <translation>“{0}”是管道或设备；请先存成文件，再导入那个文件。</translation>
    </message>
    <message>
        <source>“{0}” cannot be read; check its name.</source>
        <translation>“{0}”无法读取；请检查名称。</translation>
    </message>
    <message>
        <source>This file is no history that Rationale has exported as JSON; choose another file.</source>
        <translation>此文件不是 Rationale 以 JSON 导出的历史；请选择其他文件。</translation>
    </message>
    <message>
        <source>The file ends in the middle; it was cut off when it was copied. Export or copy it again.</source>
        <translation>文件不完整；它在复制时被截断。请重新导出或复制。</translation>
    </message>
    <message>
        <source>The file was made by a newer version of Rationale; update Rationale to import it.</source>
        <translation>此文件由更新版本的 Rationale 生成；请更新 Rationale 后再导入。</translation>
    </message>
    <message>
        <source>The list of conversations in the file is damaged, so nothing was imported.</source>
        <translation>文件中的对话列表已损坏，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>The file is nested deeper than any conversation is, so nothing was imported.</source>
        <translation>文件的嵌套层数超过任何对话，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>One conversation in the file is larger than 256 MB, so nothing was imported.</source>
        <translation>文件中有一段对话超过 256 MB，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>Something follows the conversations in the file, so nothing was imported.</source>
        <translation>文件中的对话之后还有其他内容，因此没有导入任何内容。</translation>
    </message>
    <message>
        <source>A tag has 1 to {0} characters; type another.</source>
        <translation>标签须为 1 到 {0} 个字符；请换一个。</translation>
    </message>
    <message>
        <source>{0} answers that were imported cannot be found yet.</source>
        <translation>有 {0} 个导入的回答还无法搜索到。</translation>
    </message>
    <message>
        <source>{0} imported answers were made findable.</source>
        <translation>{0} 个导入的回答现在可以搜索到了。</translation>
    </message>
    <message>
        <source>The report cannot be written to {0}; choose another file.</source>
        <translation>无法将报告写入 {0}；请选择其他文件。</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>comes from a newer version of Rationale</source>
        <translation>来自更新版本的 Rationale</translation>
    </message>
    <message>
        <source>could not be read ({0})</source>
        <translation>无法读取（{0}）</translation>
    </message>
    <message>
        <source>the model runs on the processor</source>
        <translation>模型在处理器上运行</translation>
    </message>
    <message>
        <source>{0} are on it</source>
        <translation>其中 {0} 层在显卡上</translation>
    </message>
    <message>
        <source>choose a smaller model</source>
        <translation>选择更小的模型</translation>
    </message>
    <message>
        <source>load it with a context of {0} tokens</source>
        <translation>以 {0} 词元的上下文加载</translation>
    </message>
    <message>
        <source>, or with a context of {0} tokens</source>
        <translation>，或使用 {0} 词元的上下文</translation>
    </message>
    <message>
        <source>{0} layers</source>
        <translation>{0} 层</translation>
    </message>
    <message>
        <source>1 layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>one layer</source>
        <translation>1 层</translation>
    </message>
    <message>
        <source>shows a branch that is not in it</source>
        <translation>显示的分支不在其中</translation>
    </message>
    <message>
        <source>cannot be read, because it is no proper JSON</source>
        <translation>无法读取：它不是有效的 JSON</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is missing</source>
        <translation>无法读取：缺少“{0}”</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is no field that Rationale knows</source>
        <translation>无法读取：“{0}”不是 Rationale 认识的字段</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is “{1}”, which Rationale does not know</source>
        <translation>无法读取：“{0}”的值为“{1}”，Rationale 不认识</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is no id or name as Rationale writes them</source>
        <translation>无法读取：“{0}”不是 Rationale 所写格式的标识或名称</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is empty or too long</source>
        <translation>无法读取：“{0}”为空或过长</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is too small or too large</source>
        <translation>无法读取：“{0}”过小或过大</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is of another kind (a text, a number, a list) than it must be</source>
        <translation>无法读取：“{0}”的类型（文本、数字或列表）不对</translation>
    </message>
    <message>
        <source>cannot be read, because “{0}” is damaged</source>
        <translation>无法读取：“{0}”已损坏</translation>
    </message>
    <message>
        <source>has no title</source>
        <translation>没有标题</translation>
    </message>
    <message>
        <source>has two parts with the same id</source>
        <translation>有两个部分的标识相同</translation>
    </message>
    <message>
        <source>has an answer without a question</source>
        <translation>有一个没有问题的回答</translation>
    </message>
    <message>
        <source>has a part that hangs on one that is missing</source>
        <translation>有一部分所依附的内容缺失</translation>
    </message>
    <message>
        <source>has two questions or two answers that follow each other</source>
        <translation>有两个问题或两个回答相连</translation>
    </message>
    <message>
        <source>goes round in a circle</source>
        <translation>首尾循环</translation>
    </message>
    <message>
        <source>has a question without a text, or with an answer&apos;s parts</source>
        <translation>有一个没有文字或带有回答内容的问题</translation>
    </message>
    <message>
        <source>has an answer without any attempt</source>
        <translation>有一个没有任何尝试的回答</translation>
    </message>
    <message>
        <source>has two attempts with the same number</source>
        <translation>有两次尝试的编号相同</translation>
    </message>
    <message>
        <source>has votes that cannot be read</source>
        <translation>的投票无法读取</translation>
    </message>
    <message>
        <source>has an answer whose chosen attempt is missing</source>
        <translation>有一个回答缺少所选的尝试</translation>
    </message>
    <message>
        <source>has sampling parameters that cannot be read</source>
        <translation>的采样参数无法读取</translation>
    </message>
    <message>
        <source>has a figure that is no number</source>
        <translation>有一个不是数字的数值</translation>
    </message>
    <message>
        <source>has two steps with the same number</source>
        <translation>有两个步骤的编号相同</translation>
    </message>
    <message>
        <source>has a step that does not fit its thought</source>
        <translation>有一个步骤与思考不符</translation>
    </message>
    <message>
        <source>has token confidences that cannot be read</source>
        <translation>的词元置信度无法读取</translation>
    </message>
    <message>
        <source>has a rating&apos;s snapshot that cannot be read</source>
        <translation>有一条评价的快照无法读取</translation>
    </message>
    <message>
        <source>has a rating of something that is not in it</source>
        <translation>有一条评价所针对的内容不在其中</translation>
    </message>
    <message>
        <source>has a correction without the right answer</source>
        <translation>有一条更正缺少正确回答</translation>
    </message>
    <message>
        <source>has a mark on something that is not in it</source>
        <translation>有一个标记所针对的内容不在其中</translation>
    </message>
    <message>
        <source>has a preference between answers that are not in it</source>
        <translation>有一条偏好所针对的回答不在其中</translation>
    </message>
    <message>
        <source>has a preference between answers to different questions</source>
        <translation>有一条偏好所针对的是不同问题的回答</translation>
    </message>
    <message>
        <source>has a preference without its snapshot</source>
        <translation>有一条偏好缺少快照</translation>
    </message>
    <message>
        <source>of the graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>of this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>close other programs or train a smaller model</source>
        <translation>请关闭其他程序，或训练较小的模型</translation>
    </message>
    <message>
        <source>train on the processor, on a larger card or on another computer, or train a smaller model</source>
        <translation>请在处理器、更大的显卡或其他计算机上训练，或训练较小的模型</translation>
    </message>
    <message>
        <source>{0} was not downloaded here, so it stays; delete it in its own folder.</source>
        <translation>{0} 不是在此下载的，因此保留；请在它自己的文件夹中删除。</translation>
    </message>
    <message>
        <source>{0} cannot be deleted now; check that no program uses it, and try again.</source>
        <translation>{0} 现在无法删除；请确认没有程序在使用它，然后重试。</translation>
    </message>
    <message>
        <source>The tuned copy cannot be deleted while it is in use; switch it off, and try again.</source>
        <translation>优化副本正在使用，无法删除；请先将其关闭，然后重试。</translation>
    </message>
    <message>
        <source>The disk has {0} free, and the download needs {1} beside a reserve of {2}; free some space or choose a smaller file.</source>
        <translation>磁盘剩余 {0}，下载需要 {1}，另需保留 {2}；请腾出空间或选择较小的文件。</translation>
    </message>
    <message>
        <source>The disk has {0} free, of which other downloads still need {1}; this one needs {2} beside a reserve of {3}; free some space or choose a smaller file.</source>
        <translation>磁盘有 {0} 可用，其他下载还需要其中的 {1}；此下载除 {3} 预留外还需要 {2}；请腾出空间或选择更小的文件。</translation>
    </message>
    <message>
        <source>What arrived of {0} is not what the Hub promised (its checksum differs), so it was deleted; download it again, or choose another file.</source>
        <translation>收到的 {0} 与 Hub 承诺的不符（校验和不同），已将其删除；请重新下载或选择其他文件。</translation>
    </message>
    <message>
        <source>{0} needs {1} with a context of {2} tokens, beside a reserve for other programs: {3} more than is free; {4}</source>
        <translation>{0} 在上下文为 {2} 个词元时需要 {1}（另为其他程序保留余量）：比可用的多 {3}；{4}</translation>
    </message>
    <message>
        <source>The Hub failed (status {0}); try again later.</source>
        <translation>Hub 出错（状态 {0}）；请稍后再试。</translation>
    </message>
    <message>
        <source>The Hub cannot be reached; check the connection, the proxy (HTTPS_PROXY) or the mirror (HF_ENDPOINT), and try again: what has arrived is kept.</source>
        <translation>无法连接 Hub；请检查网络、代理（HTTPS_PROXY）或镜像（HF_ENDPOINT）后重试：已收到的内容会保留。</translation>
    </message>
    <message>
        <source>The model&apos;s file cannot be written; check the disk and the data folder.</source>
        <translation>无法写入模型文件；请检查磁盘和数据文件夹。</translation>
    </message>
    <message>
        <source>Downloads are switched off by the variable HF_HUB_OFFLINE; unset it and try again.</source>
        <translation>变量 HF_HUB_OFFLINE 关闭了下载；请取消该变量后重试。</translation>
    </message>
    <message>
        <source>“{0}” is no name of a repository; names look like owner/model.</source>
        <translation>“{0}”不是仓库名；名称形如 owner/model。</translation>
    </message>
    <message>
        <source>The Hub&apos;s answer could not be understood; check HF_ENDPOINT, or try again later.</source>
        <translation>无法理解 Hub 的回应；请检查 HF_ENDPOINT，或稍后再试。</translation>
    </message>
    <message>
        <source>You may not download {0} yet: accept its terms on its page on the Hub, then try again with a token of that account (variable HF_TOKEN).</source>
        <translation>您还不能下载 {0}：请先在 Hub 的页面上接受条款，然后用该账户的令牌（变量 HF_TOKEN）重试。</translation>
    </message>
    <message>
        <source>The Hub does not show {0} without a valid token: check the name, or set HF_TOKEN to your token.</source>
        <translation>没有有效令牌时 Hub 不显示 {0}：请检查名称，或将 HF_TOKEN 设为您的令牌。</translation>
    </message>
    <message>
        <source>The Hub has no {0}; check the name.</source>
        <translation>Hub 上没有 {0}；请检查名称。</translation>
    </message>
    <message>
        <source>The Hub asks for a pause: too many requests; try again later.</source>
        <translation>请求过多，Hub 要求暂停；请稍后再试。</translation>
    </message>
    <message>
        <source>The disk is full; free some space and try again: what has arrived is kept.</source>
        <translation>磁盘已满；请腾出空间后重试：已收到的内容会保留。</translation>
    </message>
    <message>
        <source>The file has a name that cannot be kept safely here; choose another file.</source>
        <translation>该文件的名称无法安全地保存在此；请选择其他文件。</translation>
    </message>
    <message>
        <source>The Hub tells no checksum of {0}, so it was not downloaded; choose another file.</source>
        <translation>Hub 没有提供 {0} 的校验和，因此没有下载；请选择其他文件。</translation>
    </message>
    <message>
        <source>“{0}” has no GGUF file “{1}”; it has: {2}.</source>
        <translation>“{0}”没有 GGUF 文件“{1}”；它有：{2}。</translation>
    </message>
    <message>
        <source>The Hub&apos;s answer could not be understood; try again later.</source>
        <translation>无法理解 Hub 的回应；请稍后再试。</translation>
    </message>
    <message>
        <source>None fits: the smallest needs about {0} more than is free.</source>
        <translation>都放不下：最小的还差约 {0}。</translation>
    </message>
    <message>
        <source>The repository has no GGUF file of a model.</source>
        <translation>该仓库没有模型的 GGUF 文件。</translation>
    </message>
    <message>
        <source>It is the most exact that fits onto the graphics card whole{0}.</source>
        <translation>它是能完整放进显卡的最精确的版本{0}。</translation>
    </message>
    <message>
        <source>It is small, so the most exact one is quick enough{0}.</source>
        <translation>它很小，因此最精确的版本也足够快{0}。</translation>
    </message>
    <message>
        <source>It fits into memory and is the best trade of exactness for speed{0}.</source>
        <translation>它放得进内存，精确与速度的权衡最佳{0}。</translation>
    </message>
    <message>
        <source>It fits into the graphics card and the memory together{0}.</source>
        <translation>它放得进显卡与内存之和{0}。</translation>
    </message>
    <message>
        <source>It is the only one that fits into memory.</source>
        <translation>只有它放得进内存。</translation>
    </message>
    <message>
        <source>The Hub sends another file than it lists, so it was refused; try again later or choose another file.</source>
        <translation>Hub 发送的文件与列出的不符，已拒绝；请稍后再试或选择其他文件。</translation>
    </message>
    <message>
        <source>The file {0} could not be read in time, so it was passed over; choose another.</source>
        <translation>未能及时读取文件 {0}，已跳过；请选择其他文件。</translation>
    </message>
    <message>
        <source>The path {0} is not valid text, so the file cannot be used; rename the file or its folder.</source>
        <translation>路径 {0} 不是有效的文本，因此无法使用该文件；请重命名文件或其所在文件夹。</translation>
    </message>
    <message>
        <source>The computer could not be searched for models; try again, or open a model file by hand.</source>
        <translation>无法在此电脑上查找模型；请重试，或手动打开模型文件。</translation>
    </message>
    <message>
        <source>There is no room for this model while the other one is loaded.</source>
        <translation>另一个模型已加载，放不下此模型。</translation>
    </message>
    <message>
        <source>Another model has taken over, so this answer stopped; continue it with that one.</source>
        <translation>已换成另一个模型，因此此回答停止；可用新模型继续。</translation>
    </message>
    <message>
        <source>, though so few bits cost quality</source>
        <translation>，不过位数这么少会影响质量</translation>
    </message>
    <message>
        <source>a context of {0} tokens would fit.</source>
        <translation>上下文为 {0} 个词元则放得下。</translation>
    </message>
    <message>
        <source>a context of {0} tokens with {1} on the graphics card would fit.</source>
        <translation>上下文为 {0} 个词元且 {1} 在显卡上则放得下。</translation>
    </message>
    <message>
        <source>{0} on the graphics card would fit.</source>
        <translation>{0} 在显卡上则放得下。</translation>
    </message>
    <message>
        <source>a {0} file of it (about {1}) would fit.</source>
        <translation>它的 {0} 文件（约 {1}）放得下。</translation>
    </message>
    <message>
        <source>close other programs or choose a much smaller model.</source>
        <translation>请关闭其他程序，或选择小得多的模型。</translation>
    </message>
    <message>
        <source>close other programs or choose a model file of at most {0}.</source>
        <translation>请关闭其他程序，或选择不超过 {0} 的模型文件。</translation>
    </message>
    <message>
        <source>no layers</source>
        <translation>0 层</translation>
    </message>
</context>
<context>
    <name>SettingsKeeper</name>
    <message>
        <source>The settings could not be saved ({0}); they count until you close Rationale.</source>
        <translation>设置无法保存（{0}）；在关闭 Rationale 之前仍然有效。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Back to the questions</source>
        <translation>返回提问</translation>
    </message>
    <message>
        <source>The bundled model (SmolLM2 135M)</source>
        <translation>自带模型（SmolLM2 135M）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Model file</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Any GGUF file. It is read, never changed or moved.</source>
        <translation>任意 GGUF 文件。只读取，绝不修改或移动。</translation>
    </message>
    <message>
        <source>Context size</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>Tokens that question, history and answer share.</source>
        <translation>问题、历史和回答共用的词元数。</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>GPU 上的层数</translation>
    </message>
    <message>
        <source>0 keeps the model on the processor.</source>
        <translation>0 表示模型只在处理器上运行。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Automatic takes one for each physical core.</source>
        <translation>自动：每个物理核心一个线程。</translation>
    </message>
    <message>
        <source>Load the model with these</source>
        <translation>以这些设置加载模型</translation>
    </message>
    <message>
        <source>Use them</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>The model is loaded again; a running answer is kept.</source>
        <translation>模型会重新加载；正在生成的回答会保留。</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>What a new question starts with; each conversation goes on with its own.</source>
        <translation>新问题以此开始；每个对话沿用自己的设置。</translation>
    </message>
    <message>
        <source>Usual effort</source>
        <translation>默认思考强度</translation>
    </message>
    <message>
        <source>Thought budget</source>
        <translation>思考预算</translation>
    </message>
    <message>
        <source>Longest thinking, in seconds</source>
        <translation>最长思考时间（秒）</translation>
    </message>
    <message>
        <source>Then the answer begins.</source>
        <translation>之后开始回答。</translation>
    </message>
    <message>
        <source>Answer reserve</source>
        <translation>回答预留</translation>
    </message>
    <message>
        <source>The most tokens of an answer.</source>
        <translation>一个回答最多的词元数。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Earlier thoughts stay in what the model reads. Costs context; most models do better without.</source>
        <translation>之前的思考保留在模型读取的内容中。会占用上下文；多数模型不保留效果更好。</translation>
    </message>
    <message>
        <source>Earlier thoughts in the context</source>
        <translation>上下文中保留之前的思考</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>What the model is told before every question. Empty takes the model&apos;s own.</source>
        <translation>每个问题之前告诉模型的话。留空则使用模型自带的提示词。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0 always takes the likeliest token.</source>
        <translation>0 表示总取概率最高的词元。</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Only the k likeliest tokens; 0 is off.</source>
        <translation>只从概率最高的 k 个词元中选取；0 为关闭。</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Only the likeliest tokens of this joint share.</source>
        <translation>只从累计概率达到此值的词元中选取。</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Only tokens with this share of the likeliest.</source>
        <translation>只选取达到最高概率此比例的词元。</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>1 is off.</source>
        <translation>1 为关闭。</translation>
    </message>
    <message>
        <source>Repeat window</source>
        <translation>重复窗口</translation>
    </message>
    <message>
        <source>Tokens that the penalty looks back.</source>
        <translation>惩罚回看的词元数。</translation>
    </message>
    <message>
        <source>Back to the usual values</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Usual values</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>减少</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动画</translation>
    </message>
    <message>
        <source>Thoughts fold and unfold at once.</source>
        <translation>思考内容立即展开和收起。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The command line stays English.</source>
        <translation>命令行始终使用英文。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>The most tokens of all thoughts at Standard; Quick takes a quarter, Deep four times as many.</source>
        <translation>“标准”下全部思考合计最多使用的词元数；“快速”取四分之一，“深入”取四倍。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Conversations as files</source>
        <translation>对话文件</translation>
    </message>
    <message>
        <source>Trash and backups</source>
        <translation>回收站与备份</translation>
    </message>
    <message>
        <source>Data and privacy</source>
        <translation>数据与隐私</translation>
    </message>
</context>
<context>
    <name>SideBySide</name>
    <message>
        <source>Compare side by side</source>
        <translation>并排比较</translation>
    </message>
    <message>
        <source>Question for both</source>
        <translation>给两者的问题</translation>
    </message>
    <message>
        <source>A question for both</source>
        <translation>给两者的问题</translation>
    </message>
    <message>
        <source>Keep both answers in the history</source>
        <translation>把两个回答都保存到历史记录</translation>
    </message>
    <message>
        <source>Ask both</source>
        <translation>同时提问</translation>
    </message>
    <message>
        <source>Ask both (Ctrl+Enter)</source>
        <translation>同时提问（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{0} as it is</source>
        <translation>{0} 原样</translation>
    </message>
    <message>
        <source>{0} with {1}</source>
        <translation>{0} 加 {1}</translation>
    </message>
    <message>
        <source>Left answers {0} as it is, right the same model with the adapter {1}; both get the same random numbers.</source>
        <translation>左边由 {0} 原样回答，右边是同一模型加适配器 {1}；两边使用相同的随机数。</translation>
    </message>
    <message>
        <source>Waits for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Waits for the left one</source>
        <translation>等待左边完成</translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
    <message>
        <source>Thinking</source>
        <translation>正在思考</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pinned</source>
        <translation>置顶</translation>
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
        <source>Last week</source>
        <translation>上周</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <comment>a month and its year, in Qt&apos;s letters for dates</comment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Your questions will be listed here. Pin the ones you come back to.</source>
        <translation>你的问题会列在这里。常看的可以置顶。</translation>
    </message>
    <message>
        <source>New question</source>
        <translation>新问题</translation>
    </message>
    <message>
        <source>Hide the sidebar</source>
        <translation>隐藏侧边栏</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The answer is being written</source>
        <translation>正在生成回答</translation>
    </message>
    <message>
        <source>New answer, not read yet</source>
        <translation>新回答，尚未阅读</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已更正</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
</context>
<context>
    <name>SourceBar</name>
    <message>
        <source>Practice with a known answer, {0} of them explained</source>
        <translation>已知答案的练习，其中 {0} 条经过解释</translation>
    </message>
    <message>
        <source>Accepted by you</source>
        <translation>你接受的</translation>
    </message>
    <message>
        <source>Corrected by you</source>
        <translation>你更正的</translation>
    </message>
    <message>
        <source>Shipped with practice sets</source>
        <translation>随练习集附带的</translation>
    </message>
    <message>
        <source>General answers of its own, so that they stay</source>
        <translation>它自己的一般回答，以免遗忘</translation>
    </message>
    <message>
        <source>What round {0} learned from: {1} examples</source>
        <translation>第 {0} 轮的学习来源：{1} 条样本</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Answer under review</source>
        <translation>正在审阅的回答</translation>
    </message>
</context>
<context>
    <name>StageBars</name>
    <message>
        <source>Stages of the round</source>
        <translation>本轮的各阶段</translation>
    </message>
    <message>
        <source>waits for memory</source>
        <translation>等待内存</translation>
    </message>
    <message>
        <source>step {0} of {1}</source>
        <translation>第 {0} 步，共 {1} 步</translation>
    </message>
    <message>
        <source>loss {0}</source>
        <translation>损失 {0}</translation>
    </message>
    <message>
        <source>the gate decides</source>
        <translation>由关卡决定</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
</context>
<context>
    <name>Statistics</name>
    <message>
        <source>{prompt} ({cached} kept from before)</source>
        <translation>{prompt}（其中 {cached} 沿用之前的）</translation>
    </message>
    <message>
        <source>{used} of {budget}</source>
        <translation>{used} / {budget}</translation>
    </message>
    <message>
        <source>Thought tokens</source>
        <translation>思考词元</translation>
    </message>
    <message>
        <source>Answer tokens</source>
        <translation>回答词元</translation>
    </message>
    <message>
        <source>Prompt tokens</source>
        <translation>提示词元</translation>
    </message>
    <message>
        <source>Context used</source>
        <translation>已用上下文</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>{0} tok/s</source>
        <translation>{0} 词元/秒</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>首个词元用时</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>思考强度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Thought ended</source>
        <translation>思考结束</translation>
    </message>
    <message>
        <source>Answer ended</source>
        <translation>回答结束</translation>
    </message>
    <message>
        <source>by the model itself</source>
        <translation>由模型自己结束</translation>
    </message>
    <message>
        <source>budget used up</source>
        <translation>预算用完</translation>
    </message>
    <message>
        <source>time used up</source>
        <translation>时间用完</translation>
    </message>
    <message>
        <source>asked to answer now</source>
        <translation>被要求立即回答</translation>
    </message>
    <message>
        <source>reserve of answer tokens used up</source>
        <translation>回答预留词元用完</translation>
    </message>
    <message>
        <source>context full</source>
        <translation>上下文已满</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>the engine failed</source>
        <translation>引擎出错</translation>
    </message>
    <message>
        <source>it went round in circles</source>
        <translation>陷入循环</translation>
    </message>
    <message>
        <source>other attempts had answered</source>
        <translation>其他尝试已给出答案</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>StatisticsCard</name>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Copy figures</source>
        <translation>复制数据</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>StepJudging</name>
    <message>
        <source>A note on this place; Enter keeps it</source>
        <translation>对此处的备注；按 Enter 保存</translation>
    </message>
    <message>
        <source>Remove the note “{text}”</source>
        <translation>删除备注“{text}”</translation>
    </message>
</context>
<context>
    <name>StepTools</name>
    <message>
        <source>Change this step and think on from there</source>
        <translation>修改这一步，并从那里继续思考</translation>
    </message>
</context>
<context>
    <name>StepView</name>
    <message>
        <source>first difference</source>
        <translation>从这里开始不同</translation>
    </message>
    <message>
        <source>arithmetic says {value}</source>
        <translation>计算结果是 {value}</translation>
    </message>
    <message>
        <source>nothing to check</source>
        <translation>没有可检查的内容</translation>
    </message>
    <message>
        <source>Step {number}, written anew</source>
        <translation>第 {number} 步，重写</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>第 {number} 步</translation>
    </message>
    <message>
        <source>Its answer</source>
        <translation>它的回答</translation>
    </message>
    <message>
        <source>Step {number} does not hold</source>
        <translation>第 {number} 步不成立</translation>
    </message>
    <message>
        <source>{claim} holds.</source>
        <translation>{claim} 成立。</translation>
    </message>
    <message>
        <source>{claim} does not hold.</source>
        <translation>{claim} 不成立。</translation>
    </message>
    <message>
        <source>Steps of the thought</source>
        <translation>思考的步骤</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy step</source>
        <translation>复制步骤</translation>
    </message>
    <message>
        <source>Copy thought</source>
        <translation>复制思考</translation>
    </message>
    <message>
        <source>follows from step {number}</source>
        <translation>源自第 {number} 步</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>备注：{text}</translation>
    </message>
    <message>
        <source>Marked as good</source>
        <translation>已标为正确</translation>
    </message>
    <message>
        <source>Marked as bad</source>
        <translation>已标为错误</translation>
    </message>
    <message>
        <source>Marked as the first wrong step</source>
        <translation>已标为第一个错误的步骤</translation>
    </message>
</context>
<context>
    <name>StrengthDial</name>
    <message>
        <source>Strength of the adapter</source>
        <translation>适配器强度</translation>
    </message>
    <message>
        <source>How strongly the adapter acts; 100 % is as it was trained</source>
        <translation>适配器起作用的强度；100 % 为训练时的强度</translation>
    </message>
    <message>
        <source>Strength {0} %</source>
        <translation>强度 {0} %</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Table: {columns}</source>
        <translation>表格：{columns}</translation>
    </message>
</context>
<context>
    <name>TextButton</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
</context>
<context>
    <name>TextSelection</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>ThoughtBody</name>
    <message>
        <source>Thoughts</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>Use this answer</source>
        <translation>采用这个回答</translation>
    </message>
    <message>
        <source>Let the answer of this attempt count</source>
        <translation>以这次尝试的回答为准</translation>
    </message>
    <message>
        <source>Show the other {count} steps</source>
        <translation>显示其余 {count} 步</translation>
    </message>
    <message>
        <source>Show the other step</source>
        <translation>显示其余 1 步</translation>
    </message>
</context>
<context>
    <name>ThoughtEditor</name>
    <message>
        <source>The thought, to be changed</source>
        <translation>要修改的思考</translation>
    </message>
    <message>
        <source>Continue from here</source>
        <translation>从这里继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Give up the changes</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>The thought has been changed. Press Esc again to give the changes up.</source>
        <translation>思考已修改。再按一次 Esc 放弃修改。</translation>
    </message>
    <message>
        <source>The model thinks on from the end of this text and answers anew, as another branch. This one stays.</source>
        <translation>模型从这段文字的结尾继续思考并重新回答，成为另一个分支。当前分支保持不变。</translation>
    </message>
    <message>
        <source>What follows, and the answer, are written anew as another branch. This one stays as it is.</source>
        <translation>后面的内容和回答会作为另一个分支重新生成。当前分支保持不变。</translation>
    </message>
</context>
<context>
    <name>TitleField</name>
    <message>
        <source>Title of the conversation</source>
        <translation>对话的标题</translation>
    </message>
</context>
<context>
    <name>TokenPart</name>
    <message>
        <source>Paste the token, such as hf_…</source>
        <translation>粘贴令牌，例如 hf_…</translation>
    </message>
    <message>
        <source>Hugging Face token</source>
        <translation>Hugging Face 令牌</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>删除令牌</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Asking the keyring…</source>
        <translation>正在询问钥匙串…</translation>
    </message>
    <message>
        <source>The system&apos;s keyring did not do it; unlock the keyring and try again.</source>
        <translation>系统钥匙串未能完成；请解锁钥匙串后重试。</translation>
    </message>
    <message>
        <source>A token is kept in this system&apos;s keyring, and sent to the Hub when you ask it for something.</source>
        <translation>令牌保存在本系统的钥匙串中，仅在你向 Hub 请求时发送给它。</translation>
    </message>
    <message>
        <source>Only some repositories ask for one. It is kept in this system&apos;s keyring, never in a file of Rationale.</source>
        <translation>只有部分仓库需要令牌。它保存在本系统的钥匙串中，绝不写入 Rationale 的文件。</translation>
    </message>
    <message>
        <source>This system has no keyring that Rationale can use, so no token is kept here.</source>
        <translation>本系统没有 Rationale 可用的钥匙串，因此不在此保存令牌。</translation>
    </message>
    <message>
        <source>The token of the variable HF_TOKEN is used.</source>
        <translation>使用变量 HF_TOKEN 中的令牌。</translation>
    </message>
    <message>
        <source>The variable HF_TOKEN has a space or a letter that no token has, so it is not used.</source>
        <translation>变量 HF_TOKEN 中有空格或令牌里不会有的字符，因此不使用它。</translation>
    </message>
    <message>
        <source>Set the variable HF_TOKEN to yours before Rationale starts.</source>
        <translation>请在启动 Rationale 之前把变量 HF_TOKEN 设为你的令牌。</translation>
    </message>
    <message>
        <source>This is no token: it has a space or a letter that no token has; paste it again.</source>
        <translation>这不是令牌：其中有空格或令牌里不会有的字符；请重新粘贴。</translation>
    </message>
</context>
<context>
    <name>Trace</name>
    <message>
        <source>Answer under review</source>
        <translation>正在审阅的回答</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>TrashButton</name>
    <message>
        <source>Trash · {0}</source>
        <translation>回收站 · {0}</translation>
    </message>
    <message>
        <source>Conversations in the trash: {0}</source>
        <translation>回收站中的对话：{0}</translation>
    </message>
    <message>
        <source>Restore conversations or delete them for good</source>
        <translation>恢复对话或永久删除</translation>
    </message>
</context>
<context>
    <name>TrashView</name>
    <message>
        <source>Conversations in the trash</source>
        <translation>回收站中的对话</translation>
    </message>
    <message>
        <source>Back to the conversations</source>
        <translation>返回对话列表</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Backups keep it for up to a year.</source>
        <translation>备份中最多还会保留一年。</translation>
    </message>
    <message>
        <source>Delete the older backups too</source>
        <translation>同时删除较早的备份</translation>
    </message>
    <message>
        <source>A new backup is made first; then all others are deleted</source>
        <translation>先做一个新备份，然后删除其他所有备份</translation>
    </message>
    <message>
        <source>Delete “{0}” for good? This cannot be undone.</source>
        <translation>永久删除“{0}”？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete everything in the trash for good? This cannot be undone.</source>
        <translation>永久删除回收站中的全部内容？此操作无法撤销。</translation>
    </message>
    <message>
        <source>{0} learned from it and keeps it.</source>
        <translation>{0} 学习过其中的内容，并会保留所学。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>永久删除…</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>Troubles</name>
    <message>
        <source>Rationale ended unexpectedly last time. What was written until then is in your history.</source>
        <translation>Rationale 上次意外退出。此前写下的内容都在历史记录中。</translation>
    </message>
    <message>
        <source>Something went wrong inside Rationale. Your history is safe; you can go on working.</source>
        <translation>Rationale 内部出了问题。你的历史记录是安全的，可以继续使用。</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>The answer links to {0}. Open it in your browser?</source>
        <translation>回答链接到 {0}。要在浏览器中打开吗？</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>The history can be written again; everything is saved.</source>
        <translation>历史记录可以再次写入；所有内容已保存。</translation>
    </message>
</context>
<context>
    <name>TuningPart</name>
    <message>
        <source>Test the speed</source>
        <translation>测试速度</translation>
    </message>
    <message>
        <source>Tune for this computer</source>
        <translation>为此电脑优化</translation>
    </message>
    <message>
        <source>Looks for a type that this processor computes faster, and keeps a copy of the model in it if it
answers nearly the same. The model file itself is not changed.</source>
        <translation>查找此处理器计算更快的类型；如果回答几乎相同，则保留该类型的模型副本。
模型文件本身不会改变。</translation>
    </message>
    <message>
        <source>Delete the copy</source>
        <translation>删除副本</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>An answer is being written, which would slow the test; wait until it has ended</source>
        <translation>正在生成回答，会拖慢测试；请等它结束</translation>
    </message>
    <message>
        <source>Compute with the tuned copy ({0})</source>
        <translation>使用优化副本计算（{0}）</translation>
    </message>
    <message>
        <source>Speed on this computer</source>
        <translation>在此电脑上的速度</translation>
    </message>
</context>
<context>
    <name>TurnWidget</name>
    <message>
        <source>Being written in another window</source>
        <translation>正在另一个窗口中生成</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>等待模型</translation>
    </message>
    <message>
        <source>Reading the question</source>
        <translation>正在读取问题</translation>
    </message>
</context>
<context>
    <name>VoteBars</name>
    <message>
        <source>chosen</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>and {count} more answers</source>
        <translation>以及另外 {count} 个答案</translation>
    </message>
    <message>
        <source>Votes: {votes}</source>
        <translation>投票：{votes}</translation>
    </message>
    <message>
        <source>{votes} of {count}</source>
        <translation>{count} 票中 {votes} 票</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Ask something you can check.</source>
        <translation>问一个你能验证的问题。</translation>
    </message>
    <message>
        <source>How many days are there from 3 March to 19 June?</source>
        <translation>从 3 月 3 日到 6 月 19 日有多少天？</translation>
    </message>
    <message>
        <source>Is 391 prime? Show how you decide.</source>
        <translation>391 是质数吗？说明你如何判断。</translation>
    </message>
    <message>
        <source>Rationale thinks in steps before it answers, and shows you every step. It is a small model: it makes mistakes, and it learns from the ones you mark.</source>
        <translation>Rationale 回答之前会一步步思考，并把每一步展示给你。它是小模型：会出错，也会从你标出的错误中学习。</translation>
    </message>
    <message>
        <source>counts, then checks itself</source>
        <translation>先计算，再自我检查</translation>
    </message>
    <message>
        <source>tries divisors one by one</source>
        <translation>逐个试除</translation>
    </message>
    <message>
        <source>A tap fills a 90-litre tub in 6 minutes. How long for 150 litres?</source>
        <translation>一个水龙头 6 分钟注满 90 升的浴缸。注满 150 升要多久？</translation>
    </message>
    <message>
        <source>two steps, one unit</source>
        <translation>两步，一个单位</translation>
    </message>
    <message>
        <source>After {0} of them a small adapter is trained here, and kept only if it proves better.</source>
        <translation>满 {0} 个评价后，会在本机训练一个小适配器，只有证明更好才会保留。</translation>
    </message>
    <message>
        <source>Everything stays here.</source>
        <translation>一切都留在本机。</translation>
    </message>
    <message>
        <source>Questions, thoughts, answers and ratings are one file on this computer.</source>
        <translation>问题、思考、回答和评价都在这台电脑的一个文件里。</translation>
    </message>
    <message>
        <source>Works with the cable pulled. Only a model search or download you start yourself goes online.</source>
        <translation>拔掉网线也能用。只有你自己发起的模型搜索或下载才会联网。</translation>
    </message>
    <message>
        <source>Your ratings teach it.</source>
        <translation>你的评价会教它。</translation>
    </message>
    <message>
        <source>Roll an adapter back, leave an answer out of training, or delete everything.</source>
        <translation>可以回退适配器，把回答排除在训练之外，或删除所有内容。</translation>
    </message>
    <message>
        <source>No network.</source>
        <translation>无需网络。</translation>
    </message>
    <message>
        <source>You can take it all back.</source>
        <translation>随时可以收回。</translation>
    </message>
    <message>
        <source>What happens with your data</source>
        <translation>你的数据去了哪里</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Data and privacy</source>
        <translation>数据与隐私</translation>
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>conversation</source>
        <translation>对话</translation>
    </message>
</context>
</TS>
