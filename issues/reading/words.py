"""Deadline wording: the closed lists of words that may stand beside a time without changing it.

Source of the rules: docs/rules.md: reading-deadline. What stands on no list is asked; so a word is put here
only when no sentence is known in which it moves, narrows or conditions a date.
"""

import re


def either(words: str) -> str:
    """A pattern for one of the words, the longest that fits."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


# Intent and prepositions straight before a time.
LEADS = either(
    """
    预计 预期 计划 拟 拟于 拟定于 力争 争取 确保 保证 务必 必须 须 需 应 应当 要 将 请 于 在 最迟 最晚
    最迟于 不晚于 不迟于 定于 限 限于 限期 限定 并 且 并于 和 及 与 以及 同时 其中 分别 分别于 均 均于
    全部 全面 统一 逐步 一律 所有 用 利用 为期 历时 总体 整体
    """
)
# The same, but only before a date: what comes then, or of the rest, has a period that counts from elsewhere.
DATE_LEADS = either(
    """
    至 到 截至 截止 截止到 截止至 截止时间 再 再于 现 现定于 目前 先 首先 然后 下一步 其余 剩余 余下 其他
    """
)
# Verbs of doing and finishing; their object is free.
VERBS = either(
    """
    完成 做完 整改 改正 改进 改善 改造 纠正 纠治 整治 整顿 治理 落实 落地 办结 办理 处理 处置
    处分 到位 报送 上报 报告 报备 汇报 通报 呈报 呈送 提交 提出 拿出 形成 启动 开展 推进 推动
    推行 推广 普及 拓展 实施 施行 执行 进行 组织 举办 承办 召开 参加 制定 制订 修订 修改 修编
    出台 印发 下发 发布 公布 公开 公示 建立 建成 建设 组建 成立 新建 健全 完善 规范 优化 强化
    加强 提升 提高 巩固 深化 细化 压实 夯实 筑牢 理顺 厘清 明晰 销号 销账 清零 清理 清退 清查
    清收 清缴 退还 退缴 退回 返还 追缴 追回 追责 收回 收缴 上缴 缴清 补缴 补办 补交 补齐 补充
    补选 配齐 配备 选配 选派 核查 核实 核销 核对 复核 排查 摸排 自查 自纠 抽查 检查 督查 督促
    督办 督导 指导 盘点 梳理 分析 研究 研讨 研判 调研 调查 审核 审定 审议 审查 验收 评估 评审
    考核 测评 总结 见效 初见 定稿 转入 见底 见到 取得 达到 达标 实现 做到 做好 抓好 抓实 办好 改好 改完 改到位
    用好 管好 交付 交接 移交 移送 转交 投用 投产 启用 使用 停用 停止 终止 禁止 杜绝 防止 遏制
    扭转 竣工 完工 开工 复工 施工 安装 调试 上线 运行 运营 搬迁 腾退 拆除 关闭 关停 取缔 撤销
    注销 撤并 合并 整合 划转 划拨 剥离 恢复 归还 归档 归集 签订 签署 谈话 约谈 问责 立案 结案
    结题 培训 学习 教育 部署 安排 谋划 编制 起草 拟定 兑付 兑现 支付 拨付 发放 结清 结算 收尾
    完毕 采购 购置 购买 招标 更新 更换 升级 盘活 化解 消除 消化 解决 压减 压降 减少 降低 增加
    扩大 覆盖 全覆盖 通过 确定 明确 认定 鉴定 检测 监测 监管 监督 管理 回复 答复 反馈 回访 对账
    调度 会商 履行 履职 协调 对接 沟通 宣传 宣讲 轮训 轮岗 选举 选拔 选聘 招聘 引进 培养 帮扶
    收官 结束 终结 打造 搭建 登记 录入 建档 入账 挂牌 授牌 确权 分解 下达 巡查 巡检 走访 慰问
    评选 表彰 备案 报批 报审 备齐 应.尽. 能.尽. 建章立制 送审 审签 督战 攻坚 攻克 突破 化债
    减负 增效 保障 维护 维修 修缮 修复 修建 养护
    """
)
# Verbs that name a paper or an undertaking as well: 2026年总结 is no deadline of 2026.
NOUNS = either(
    """
    报告 通报 总结 检查 督查 考核 评估 测评 培训 学习 教育 调研 调查 审核 审查 安排 建设 采购 招标
    宣传 选举 招聘 会商 调度 处分 结算 表彰 评选 慰问 运行 运营 改造 治理 整治 整顿 分析 研究 研讨
    巡查 公开 反馈 部署 维护 维修 养护 监管 监督 管理 监测 检测 鉴定 帮扶
    """
)
# How, by whom and how far: between a time and its verb.
ADVERBS = either(
    """
    全部 全面 基本 初步 全力 集中 彻底 逐步 逐一 逐项 逐条 分别 统一 同步 按期 按时 如期 及时 限时 准时
    按要求 按规定 按计划 按程序 按照要求 按进度 高质量 高标准 圆满 务必 必须 要 应 应当 将 需 须 拟
    预计 计划 先 先行 率先 再 再次 继续 进一步 切实 严格 认真 扎实 有序 稳步 加快 抓紧 尽快 尽早
    立即 一并 一次性 如数 如实 足额 依法 依规 依纪 共同 联合 牵头 负责 配合 组织 完全 真正 争取
    力争 确保 保证 予以 给予 得到 均 都 最终 整体 总体 重点 主要 有效 深入 持续 自行 主动 并 且
    并且 同时 及 和 与 以及 由 止 为止 截止 至少 不少于 各 分步 分批 分类
    """
)
PREPOSITIONS = either(
    """
    对 对照 将 把 向 与 同 给 按 按照 依 依照 依据 因 为 就 围绕 结合 根据 通过 以 在 从 于
    针对 聚焦
    """
)
# How the names of units and posts end.
UNIT = either(
    """
    部 局 委 办 组 处 科 室 院 所 站 厂 司 校 队 中心 支部 总支 党委 党组 党工委 纪委 单位
    公司 集团 街道 镇 乡 村 社区 区 县 市 省 班子 书记 主任 局长 部长 处长 科长 院长 校长 领导
    干部 党员 同志 人员 负责人 责任人 牵头人 经办人 部门 机构 企业 机关 银行 医院 学校 大学 学院
    委员会 工会 团委 妇联 负责 牵头 配合 各地 各级 双方 三方 级
    """
)
# What is done, where it stands before its verb: 台账建立完毕.
TASKS = either(
    """
    问题 制度 台账 方案 措施 任务 工作 资料 材料 清单 档案 款项 资金 补贴 费用 账目 程序 手续 机制 办法
    规定 细则 流程 合同 协议 事项 项目 举措 专项 报告
    """
)
# What moves, narrows or conditions a date, or names another one, wherever it stands.
SIGNS = re.compile(
    "[后前时期会如若经视待]|为准|之日|届满|以来|顺延|延期|延长|延后|推迟|暂[定缓停]|另行|另定|除外|除非|不含|大约|左右|可能"
    "|一旦|倘|假如|假使|[春夏秋冬雨旺淡]季|[入开立][春夏秋冬]|[寒暑长]假|假日|节[日假]|当[天日晚月周]|次[日月周]|周末"
    "|[届任]内|之际|际$|时节|不定|未定"
)
# Words that hold one of these signs and none of its meaning.
HARMLESS = re.compile(
    "[巡重监]视|委员会(?!议)|工会(?!议)|社会|会计|财会|[协商]会(?=$|[、负完牵])|(?<![普涉])及时|[按限]时|(?<!批)准时|按期|如期(?!限)|如数"
    "|如实(?!际)|经济|经营|经验(?!收)|经办|已经|待遇(?!到|特)|接待|招待|后勤|为期|限期|时代|预期|小时|(?<!项)目前|(?<!合)同时|历时"
)
# What a time is called in front of it: 整改完成时限为, 近期目标：.
LABEL = re.compile(
    "(?:集中|整改|完成|办理|办结|落实|工作|任务|销号|报送|上报|预计|预期|计划|拟|要求|问题|措施|最终|总体|目标)*"
    "(?:时间节点|时间要求|整改期|时限|期限|周期|工期|时间|日期|节点)(?:要求)?[为是]?(?=[:\ue000-\ue005])"
    "|(?<![^,;。:(])[近中远]期(?:目标|任务|措施|整改)?:"
)
